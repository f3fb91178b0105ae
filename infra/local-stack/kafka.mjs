import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './command.mjs';
import { java } from './java.mjs';
import { fetchKafka, kafkaJars } from './kafka-jars.mjs';
import { launch } from './launch.mjs';
import { inCheckout } from './paths.mjs';
import { freePorts } from './port.mjs';

/** Beside the usual 9092 and 9093, which a developer's own Kafka may hold. */
const wantedPorts = [19092, 19093];

/** As Kafka's own scripts name it. */
const heap = () => (process.env['KAFKA_HEAP_OPTS'] ?? '-Xms128m -Xmx512m').split(' ').filter(Boolean);

/**
 * Kafka (KRaft, one node) with its data in a directory.
 *
 * @param {string} directory
 * @returns {import('./service.mjs').Service}
 */
export const kafka = (directory) => {
  const home = join(directory, 'kafka');
  const data = join(home, 'data');
  const properties = join(home, 'server.properties');
  const log = join(directory, 'logs', 'kafka.log');

  /** @param {string} logDirs @param {number[]} ports */
  const writeProperties = (logDirs, [broker, controller] = wantedPorts) => {
    const filledIn = readFileSync(inCheckout('infra/kafka/server.properties'), 'utf8')
      .replaceAll('@broker.port@', String(broker))
      .replaceAll('@controller.port@', String(controller))
      .replaceAll('@log.dirs@', logDirs);
    writeFileSync(properties, filledIn);
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

  /** Made whole under another name, so that a killed run leaves no half of it. @param {string} unfinished */
  const format = async (unfinished) => {
    rmSync(unfinished, { recursive: true, force: true });
    writeProperties(unfinished);
    const clusterId = randomBytes(16).toString('base64url').replace(/^-/, '_'); // a leading dash would read as an option
    await run(java(), [...javaArgs([], 'kafka.tools.StorageTool'), 'format', '-t', clusterId, '-c', properties]);
    renameSync(unfinished, data);
  };

  return {
    name: 'kafka',
    title: 'Kafka',
    log,
    stop: { signal: 'SIGTERM', limit: 20_000 },
    spawn: async (signal) => {
      await fetchKafka();
      mkdirSync(home, { recursive: true });
      if (!existsSync(data)) await format(`${data}.new`);
      const ports = await freePorts(wantedPorts);
      writeProperties(data, ports);
      signal.throwIfAborted();
      const { pid } = await launch(java(), [...javaArgs(heap(), 'kafka.Kafka'), properties], { log });
      return { pid, mark: properties, port: ports[0] ?? 0 };
    },
    answers: (port) => describe([`127.0.0.1:${port}`], clusterIn(data)),
  };
};

/**
 * The id that the cluster was formatted with: what answers on the port may be another one.
 *
 * @param {string} data
 */
const clusterIn = (data) => /^cluster\.id=(.+)$/m.exec(readFileSync(join(data, 'meta.properties'), 'utf8'))?.[1]?.trim();

/**
 * Asks a Kafka for its brokers, since an open port alone says little. Fails where it does not answer.
 *
 * @param {string[]} brokers
 * @param {string} [clusterId] the only cluster that counts
 * @returns {Promise<boolean>} false while it knows of none
 */
export const describe = async (brokers, clusterId) => {
  const { Kafka, logLevel } = (await import('kafkajs')).default;
  const client = new Kafka({ brokers, logLevel: logLevel.NOTHING, connectionTimeout: 1000, requestTimeout: 3000, retry: { retries: 0 } });
  const admin = client.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.brokers.length > 0 && (clusterId === undefined || cluster.clusterId === clusterId);
  } finally {
    await admin.disconnect().catch(() => {});
  }
};
