import type { DataSource } from 'typeorm';
import { type EventLog, type KafkaSettings, openKafkaEventLog } from '../../../../libs/event-log/src/index.js';
import { openDatabase, poolOf, refuseNewer, Replica } from '../../../../libs/read-models/src/index.js';
import { withoutPasswords } from '../../../../libs/platform/src/index.js';
import type { Terminal } from '../terminal/screen.js';
import type { Addresses } from './addresses.js';
import { ServerUnreachable } from './operator.errors.js';

/** An operator's own connections, each opened where it is asked for first. */
export type Operator = {
  readonly addresses: Addresses;
  /** How to speak to Kafka; what its client warns of goes to the terminal. */
  readonly kafka: KafkaSettings;
  /** Throws ServerUnreachable, and DatabaseIsNewer. */
  readonly database: () => Promise<DataSource>;
  /** The replica that questions are answered from, reached or not; undefined where the environment names none. Throws as `database` does. */
  readonly replica: () => Promise<Replica | undefined>;
  /** Throws ServerUnreachable, also where the topic is not there. */
  readonly log: () => Promise<EventLog>;
  /** Throws ServerUnreachable where what is asked for fails for want of an answer. */
  readonly reachKafka: <T>(ask: () => Promise<T>) => Promise<T>;
};

/** How the connections of operators are named in `pg_stat_activity` and to Kafka. */
const APPLICATION = 'timeline-operator';
const REPLICA_ANSWERS_WITHIN_MS = 15_000;

/** Lends connections to `use`, and closes those that were opened, however it ends. */
export const asOperator = async <T>(addresses: Addresses, terminal: Terminal, use: (operator: Operator) => Promise<T>): Promise<T> => {
  const { databaseUrl, databaseReadUrl, kafkaBrokers, topicPrefix } = addresses;
  const warn = (message: string, error?: unknown) => {
    // What the client library says of each of its tries: how they end is told by who asked.
    if (message.startsWith('kafkajs: ')) return;
    terminal.err(withoutPasswords(`${message}${error === undefined ? '' : `: ${error instanceof Error ? error.message : String(error)}`}`));
  };
  const kafka = { brokers: kafkaBrokers, topic: `${topicPrefix}.commits`, clientId: APPLICATION, warn };
  const opened: (() => Promise<unknown>)[] = [];
  const once = <Opened>(open: () => Promise<Opened>, close: (it: Opened) => Promise<unknown>) => {
    let it: Promise<Opened> | undefined;
    return () =>
      (it ??= open().then((done) => {
        opened.unshift(() => close(done));
        return done;
      }));
  };
  const unreachable = (server: 'PostgreSQL' | 'Kafka', address: string) => (cause: unknown) => {
    throw new ServerUnreachable(server, address, cause);
  };
  const database = once(
    async () => {
      const reached = await openDatabase(databaseUrl, APPLICATION, 4).catch(unreachable('PostgreSQL', new URL(databaseUrl).host));
      await refuseNewer(reached).catch(async (error: unknown) => {
        await reached.destroy();
        throw error;
      });
      return reached;
    },
    (reached) => reached.destroy(),
  );
  try {
    return await use({
      addresses,
      kafka,
      database,
      replica: once(
        async () => {
          if (databaseReadUrl === undefined) return undefined;
          const settings = {
            url: databaseReadUrl,
            applicationName: APPLICATION,
            poolSize: 1,
            answeredWithinMs: REPLICA_ANSWERS_WITHIN_MS,
            warn,
          };
          const replica = new Replica(poolOf(await database()), settings);
          await replica.open().catch(() => undefined);
          return replica;
        },
        async (replica) => replica?.close(),
      ),
      log: once(
        () => openKafkaEventLog(kafka).catch(unreachable('Kafka', `${kafkaBrokers.join(',')}, topic ${kafka.topic}`)),
        (log) => log.close(),
      ),
      reachKafka: (ask) =>
        ask().catch((error: unknown) => {
          const isOfKafka = error instanceof Error && /^(KafkaJS|LogUnavailable)/.test(error.name);
          return isOfKafka ? unreachable('Kafka', kafkaBrokers.join(','))(error) : Promise.reject(error);
        }),
    });
  } finally {
    for (const close of opened) await close().catch((error: unknown) => warn('a connection did not close', error));
  }
};
