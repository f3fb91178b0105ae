import { join } from 'node:path';
import { kafkaNode, newClusterId } from './kafka-node.mjs';
import { freePorts } from './port.mjs';

/** Beside the usual 9092 and 9093, which a developer's own Kafka may hold. */
const wantedPorts = [19092, 19093];

/** As Kafka's own scripts name it. @param {string} otherwise */
export const heap = (otherwise) => (process.env['KAFKA_HEAP_OPTS'] ?? otherwise).split(' ').filter(Boolean);

/**
 * Kafka (KRaft, one node) with its data in a directory.
 *
 * @param {string} directory
 * @param {{ ports?: number[], listeners?: import('./kafka-node.mjs').Listener[] }} [options] ports: of broker and controller, these and no others
 */
export const kafka = (directory, { ports, listeners = [] } = {}) =>
  kafkaNode({
    name: 'kafka',
    title: 'Kafka',
    home: join(directory, 'kafka'),
    log: join(directory, 'logs', 'kafka.log'),
    heap: heap('-Xms128m -Xmx512m'),
    clusterId: newClusterId(),
    place: async () => {
      const [broker = 0, controller = 0] = ports ?? (await freePorts(wantedPorts));
      const node = { id: 1, broker, controller };
      return { node, voters: [node], listeners };
    },
    answers: (port, clusterId) => describe([`127.0.0.1:${port}`], clusterId),
  });

/**
 * Asks a Kafka for its brokers, since an open port alone says little. Fails where it does not answer.
 *
 * @param {string[]} brokers
 * @param {string} [clusterId] the only cluster that counts
 * @param {number} [port] the broker that is to be among them, by its port
 * @returns {Promise<boolean>} false while it knows of none
 */
export const describe = async (brokers, clusterId, port) => {
  const { Kafka, logLevel } = (await import('kafkajs')).default;
  const client = new Kafka({ brokers, logLevel: logLevel.NOTHING, connectionTimeout: 1000, requestTimeout: 3000, retry: { retries: 0 } });
  const admin = client.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    const known = port === undefined ? cluster.brokers.length > 0 : cluster.brokers.some((broker) => broker.port === port);
    return known && (clusterId === undefined || cluster.clusterId === clusterId);
  } finally {
    await admin.disconnect().catch(() => {});
  }
};
