import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, Interrupted } from './failure.mjs';
import { kafkaCluster } from './kafka-cluster.mjs';
import { describe, kafka } from './kafka.mjs';
import { withLock } from './lock.mjs';
import { dataDirectory } from './paths.mjs';
import { postgres, query } from './postgres.mjs';
import { isRunning } from './process-identity.mjs';
import { obtain, release } from './service.mjs';
import { stateFile } from './state-file.mjs';
import { until } from './waiting.mjs';

/** How long a server given by the environment may take to answer, in milliseconds. */
const givenLimit = 20_000;

/** How long a start that was broken off may take to notice it, in milliseconds. */
const breakOffLimit = 15_000;

/**
 * A PostgreSQL and a Kafka that answer. Each is the given one, or a local one with its data in the directory.
 *
 * @typedef {{ databaseUrl: string, brokers: string }} Addresses
 * @param {{ directory?: string, databaseUrl?: string | undefined, brokers?: string | undefined, nodes?: number }} [options] nodes: of the local Kafka
 */
export const localStack = ({
  directory = dataDirectory,
  databaseUrl = process.env['DATABASE_URL'],
  brokers = process.env['KAFKA_BROKERS'],
  nodes = 1,
} = {}) => {
  const state = stateFile(directory);
  const breakOff = new AbortController();
  /** @type {Promise<unknown>} */
  let starting = Promise.resolve();
  /** @type {Set<import('./service.mjs').Service>} */
  const services = new Set();

  /** @returns {Promise<string>} */
  const obtainPostgres = async () => {
    if (databaseUrl) return given(databaseUrl, () => query(databaseUrl), `PostgreSQL at ${withoutPassword(databaseUrl)} (DATABASE_URL)`);
    const service = postgres(directory);
    services.add(service);
    return service.url((await obtain(service, state, breakOff.signal)).port);
  };

  /** @returns {Promise<string>} */
  const obtainKafka = async () => {
    if (brokers) return given(brokers, () => describe(brokers.split(',')), `Kafka at ${brokers} (KAFKA_BROKERS)`);
    if (nodes > 1) return obtainCluster();
    const service = kafka(directory);
    services.add(service);
    return `127.0.0.1:${(await obtain(service, state, breakOff.signal)).port}`;
  };

  const obtainCluster = async () => {
    const cluster = kafkaCluster(directory, state, nodes);
    await cluster.choosePorts();
    const all = cluster.nodes();
    for (const service of all) services.add(service);
    // Together: one alone has no majority, and does not answer.
    for (const started of await Promise.allSettled(all.map((service) => obtain(service, state, breakOff.signal))))
      if (started.status === 'rejected') throw started.reason;
    return cluster.brokers();
  };

  /** @param {string} address @param {() => Promise<boolean>} answers @param {string} title */
  const given = async (address, answers, title) => {
    let reason = '';
    const ask = () =>
      answers().catch((/** @type {NodeJS.ErrnoException} */ error) => {
        reason = error.message || error.code || '';
        return false;
      });
    if (await until(ask, { limit: givenLimit, signal: breakOff.signal })) return address;
    throw new Failure(`${title} does not answer: ${reason}`);
  };

  const obtainBoth = async () => {
    const [database, log] = await Promise.allSettled([obtainPostgres(), obtainKafka()]);
    if (database.status === 'rejected') throw database.reason;
    if (log.status === 'rejected') throw log.reason;
    return { databaseUrl: database.value, brokers: log.value };
  };

  return {
    /** @returns {Promise<Addresses>} once both answer */
    start: () => {
      const started = withLock(directory, breakOff.signal, obtainBoth);
      starting = started;
      return started;
    },
    /** Never returns: fails when one of the local servers is gone. @returns {Promise<never>} */
    watch: async () => {
      for (;;) {
        breakOff.signal.throwIfAborted();
        for (const service of services) {
          const entry = state.read()[service.name];
          if (!entry || !isRunning(entry)) throw new Failure(`${service.title} has stopped. Its log: ${service.log}`);
        }
        await sleep(1000);
      }
    },
    /** Stops what this script started or took over, and nothing else. */
    stop: async () => {
      breakOff.abort(new Interrupted('stopped'));
      await Promise.race([starting.catch(() => {}), sleep(breakOffLimit, undefined, { ref: false })]);
      await Promise.all([...services].map((service) => release(service, state)));
    },
  };
};

/** @param {string} url */
const withoutPassword = (url) => (URL.canParse(url) ? new URL(url).host : 'an address that is no URL');
