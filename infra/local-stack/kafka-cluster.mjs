import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heap, describe } from './kafka.mjs';
import { kafkaNode, newClusterId } from './kafka-node.mjs';
import { lastingPorts } from './port.mjs';
import { isRunning } from './process-identity.mjs';

/** @typedef {import('./kafka-node.mjs').Node} Node @typedef {import('./kafka-node.mjs').Listener} Listener */

/**
 * Kafka nodes that make one cluster, each a service of its own that may be started, stopped and killed by itself. A node answers only once
 * more than half of them run. All data is in the directory.
 *
 * @param {string} directory
 * @param {import('./state-file.mjs').StateFile} state
 * @param {number} [size]
 * @param {Listener[][]} [listeners] of each node, beside its own
 */
export const kafkaCluster = (directory, state, size = 3, listeners = []) => {
  const home = join(directory, 'kafka-cluster');
  const file = join(home, 'cluster.json');
  const names = Array.from({ length: size }, (_, index) => `kafka-${index + 1}`);

  /** @returns {{ clusterId: string, nodes: Node[] }} */
  const read = () => JSON.parse(readFileSync(file, 'utf8'));

  /** Chosen anew only while no node runs, since each is told the ports of all. */
  const choosePorts = async () => {
    const entries = state.read();
    if (existsSync(file) && names.some((name) => entries[name] && isRunning(entries[name]))) return;
    const clusterId = existsSync(file) ? read().clusterId : newClusterId();
    const ports = await lastingPorts(2 * size);
    const nodes = names.map((_, index) => ({ id: index + 1, broker: ports[2 * index], controller: ports[2 * index + 1] }));
    mkdirSync(home, { recursive: true });
    writeFileSync(file, JSON.stringify({ clusterId, nodes }));
  };

  /** @param {number} id */
  const node = (id) => {
    const { clusterId, nodes } = read();
    return kafkaNode({
      name: `kafka-${id}`,
      title: `Kafka ${id} of ${size}`,
      home: join(home, String(id)),
      log: join(directory, 'logs', `kafka-${id}.log`),
      heap: heap('-Xms64m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1'), // several on one machine, none for long
      clusterId,
      place: async () => ({ node: nodes[id - 1] ?? { id, broker: 0, controller: 0 }, voters: nodes, listeners: listeners[id - 1] ?? [] }),
      answers: (port, cluster) => describe([`127.0.0.1:${port}`], cluster, port),
    });
  };

  return {
    /** To be called once, before the rest. */
    choosePorts,
    /** @param {number} id from 1 */
    node,
    nodes: () => read().nodes.map(({ id }) => node(id)),
    /** As in KAFKA_BROKERS. */
    brokers: () =>
      read()
        .nodes.map(({ broker }) => `127.0.0.1:${broker}`)
        .join(','),
  };
};
