import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './command.mjs';
import { java } from './java.mjs';
import { fetchKafka, kafkaJars } from './kafka-jars.mjs';
import { launch } from './launch.mjs';
import { inCheckout } from './paths.mjs';

/**
 * Where the node is reached on loopback, and how clients are to reach it.
 *
 * @typedef {{ id: number, broker: number, controller: number }} Node its number, and its ports
 * @typedef {{ name: string, port: number, advertised: number }} Listener one more for clients, told another port than its own: that of a proxy
 * @typedef {{ node: Node, voters: Node[], listeners?: Listener[] }} Place voters: every controller, itself included
 */

/** A leading dash would read as an option. */
export const newClusterId = () => randomBytes(16).toString('base64url').replace(/^-/, '_');

/**
 * A node of Kafka (KRaft, broker and controller in one process) with its data in a folder.
 *
 * @param {{
 *   name: string, title: string, home: string, log: string, heap: string[],
 *   clusterId: string, // for the first start
 *   place(): Promise<Place>, // asked at each start
 *   answers: (port: number, clusterId: string | undefined) => Promise<boolean>,
 * }} options
 * @returns {import('./service.mjs').Service}
 */
export const kafkaNode = ({ name, title, home, log, heap, clusterId, place, answers }) => {
  const data = join(home, 'data');
  const properties = join(home, 'server.properties');

  /** @param {string} logDirs @param {Place} at */
  const writeProperties = (logDirs, { node, voters, listeners = [] }) => {
    const own = { name: 'PLAINTEXT', port: node.broker, advertised: node.broker };
    const forClients = [own, ...listeners];
    /** @type {Record<string, string>} */
    const values = {
      'node.id': String(node.id),
      listeners: [...forClients, { name: 'CONTROLLER', port: node.controller }]
        .map((one) => `${one.name}://127.0.0.1:${one.port}`)
        .join(','),
      'advertised.listeners': forClients.map((one) => `${one.name}://127.0.0.1:${one.advertised}`).join(','),
      protocols: [...forClients, { name: 'CONTROLLER' }].map((one) => `${one.name}:PLAINTEXT`).join(','),
      voters: voters.map(({ id, controller }) => `${id}@127.0.0.1:${controller}`).join(','),
      replicas: String(voters.length),
      'log.dirs': logDirs,
    };
    const template = readFileSync(inCheckout('infra/kafka/server.properties'), 'utf8');
    writeFileSync(
      properties,
      template.replaceAll(/@([a-z][a-z.]*)@/g, (whole, key) => values[key] ?? whole),
    );
  };

  /** @param {string[]} flags @param {string} main */
  const javaArgs = (flags, main) => [
    ...flags,
    `-Dlog4j2.configurationFile=${inCheckout('infra/kafka/log4j2.properties')}`,
    `-Dkafka.log.file=${log}`,
    '-cp',
    [join(kafkaJars, '*')].join(delimiter),
    main,
  ];

  /** Made whole under another name, so that a killed run leaves no half of it. @param {string} unfinished @param {Place} at */
  const format = async (unfinished, at) => {
    rmSync(unfinished, { recursive: true, force: true });
    writeProperties(unfinished, at);
    await run(java(), [...javaArgs([], 'kafka.tools.StorageTool'), 'format', '-t', clusterId, '-c', properties]);
    renameSync(unfinished, data);
  };

  return {
    name,
    title,
    log,
    stop: { signal: 'SIGTERM', limit: 20_000 },
    spawn: async (signal) => {
      await fetchKafka();
      mkdirSync(home, { recursive: true });
      const at = await place();
      if (!existsSync(data)) await format(`${data}.new`, at);
      writeProperties(data, at);
      signal.throwIfAborted();
      const { pid } = await launch(java(), [...javaArgs(heap, 'kafka.Kafka'), properties], { log });
      return { pid, mark: properties, port: at.node.broker };
    },
    answers: (port) => answers(port, clusterIn(data)),
  };
};

/**
 * The id that the cluster was formatted with: what answers on the port may be another one.
 *
 * @param {string} data
 */
const clusterIn = (data) => /^cluster\.id=(.+)$/m.exec(readFileSync(join(data, 'meta.properties'), 'utf8'))?.[1]?.trim();
