import type { Pool } from 'pg';
import { CommandHandler, eventCodec, LogHalted, openKafkaEventLog } from '../../../libs/event-log/src/index.js';
import { PostgresRecordStore, RememberedStreams } from '../../../libs/arbiter/src/index.js';
import type { Closer, Environment, Logger } from '../../../libs/platform/src/index.js';
import {
  DatabaseIsNewer,
  type DomainEvent,
  openDatabase,
  poolOf,
  refuseNewer,
  RememberedRows,
  Replica,
  ReplicaRefused,
} from '../../../libs/read-models/src/index.js';
import { openMetrics, Watch } from '../../../libs/signals/src/index.js';
import { EVENT_SCHEMAS, handlingOf } from '../../../libs/situations/src/index.js';
import { measured } from './commands/command.metrics.js';
import { InFlight } from './commands/in-flight.js';
import type { DomainCommand } from './commands/kinds.js';
import { whileWhole } from './commands/while-whole.js';
import type { Health, Infrastructure } from './infrastructure.module.js';
import { partitionsOf } from './queries/log-head.queries.js';
import { fromPrimary } from './reads/reads.js';
import { ReplicaReads } from './reads/replica-reads.js';
import { Allowance, REPLAYS } from './stream/allowance.js';
import { meterStreams } from './stream/stream.metrics.js';

type Settings = Pick<
  Environment,
  'databaseUrl' | 'databaseReadUrl' | 'kafkaBrokers' | 'topicPrefix' | 'liveStreams' | 'liveStreamsOfClient' | 'streamsMib' | 'severityRows'
>;

const RETRY_AFTER_MS = 1_000;
/** Longer than any question takes on a database that is well. */
const ANSWERED_WITHIN_MS = 15_000;
const CONNECTIONS = 20;

/**
 * Opens database, replica and log, waiting for them, and for the projector's first run, as long as it takes. `closers` are in the order to close.
 * Rejects with LogHalted, DatabaseIsNewer or ReplicaRefused where it must not serve.
 */
export const openInfrastructure = async (
  settings: Settings,
  logger: Logger,
): Promise<{ infrastructure: Infrastructure; closers: readonly Closer[] }> => {
  for (;;) {
    try {
      return await tryToOpen(settings, logger);
    } catch (error) {
      if (error instanceof LogHalted || error instanceof DatabaseIsNewer || error instanceof ReplicaRefused) throw error;
      logger.warn({ err: error }, 'database, replica or log do not answer yet; trying again');
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    }
  }
};

const tryToOpen = async (settings: Settings, logger: Logger) => {
  const { databaseUrl, databaseReadUrl, kafkaBrokers, topicPrefix, liveStreams, liveStreamsOfClient, streamsMib, severityRows } = settings;
  const warn = (message: string, error?: unknown) => logger.warn({ err: error }, message);
  const opened: Closer[] = [];
  try {
    const database = await openDatabase(databaseUrl, 'timeline-api', CONNECTIONS, ANSWERED_WITHIN_MS);
    opened.unshift({ name: 'the database', close: () => database.destroy() });
    await refuseNewer(database);
    const pool = poolOf(database);
    const replica = databaseReadUrl === undefined ? undefined : replicaAt(databaseReadUrl, pool, warn);
    if (replica !== undefined) {
      opened.unshift({ name: 'the replica', close: () => replica.close() });
      await replica.open();
    }
    const reads = replica === undefined ? fromPrimary(pool, database) : new ReplicaReads(replica, pool);
    const frozen = await partitionsOf(pool);
    const log = await openKafkaEventLog({ brokers: kafkaBrokers, topic: `${topicPrefix}.commits`, clientId: 'timeline-api', warn }, frozen);
    opened.unshift({ name: 'the log', close: () => log.close() });
    const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
    const store = new PostgresRecordStore(pool, databaseUrl, log.partitions, codec, warn, new RememberedStreams(streamsMib));
    await store.start();
    opened.unshift({ name: 'the verdicts', close: () => store.stop() });
    const watch = new Watch(pool, () => log, replica);
    await watch.start();
    opened.unshift({ name: 'the watch', close: () => watch.stop() });
    const whole = whileWhole(log, () => watch.latest().sample);
    const inFlight = new InFlight(new CommandHandler<DomainCommand, DomainEvent>(whole, store, codec, handlingOf));
    const registry = openMetrics(watch, () => watch.reasons());
    const allowances = { replay: new Allowance(REPLAYS), live: new Allowance({ ofClient: liveStreamsOfClient, inAll: liveStreams }) };
    meterStreams(registry, allowances);
    const health: Health = {
      reasons: () => watch.reasons(),
      metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    };
    const told = (heard: () => void) => store.whenTold(heard);
    const reports = new RememberedRows(severityRows);
    return {
      infrastructure: { commands: measured(inFlight, registry), pool, database, reads, health, log, told, allowances, reports },
      closers: opened,
    };
  } catch (error) {
    for (const { close } of opened) await close().catch(() => undefined);
    throw error;
  }
};

const replicaAt = (url: string, primary: Pool, warn: (message: string, error?: unknown) => void): Replica =>
  new Replica(primary, { url, applicationName: 'timeline-api', poolSize: CONNECTIONS, answeredWithinMs: ANSWERED_WITHIN_MS, warn });
