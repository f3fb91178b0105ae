import type { Pool } from 'pg';
import { PostgresRecordStore } from '../../../libs/arbiter/src/index.js';
import { CommandHandler, eventCodec, type EventLog, openKafkaEventLog } from '../../../libs/event-log/src/index.js';
import type { Closer, Environment, Logger } from '../../../libs/platform/src/index.js';
import { type DomainEvent, openDatabase, poolOf } from '../../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS, handlingOf } from '../../../libs/situations/src/index.js';
import { InFlight } from './commands/in-flight.js';
import type { DomainCommand } from './commands/kinds.js';
import type { Infrastructure, LogHealth } from './infrastructure.module.js';

type Settings = Pick<Environment, 'databaseUrl' | 'kafkaBrokers' | 'topicPrefix'>;

const RETRY_AFTER_MS = 1_000;
/** Longer than any question takes on a database that is well. */
const ANSWERED_WITHIN_MS = 15_000;
/** A log that is ahead of the record for so long is judged by nobody. */
const STALLED_AFTER_MS = 5_000;

/** Opens database and log, waiting for them and for the projector's first run as long as it takes. `closers` are in the order to close. */
export const openInfrastructure = async (
  settings: Settings,
  logger: Logger,
): Promise<{ infrastructure: Infrastructure; closers: readonly Closer[] }> => {
  for (;;) {
    try {
      return await tryToOpen(settings, logger);
    } catch (error) {
      logger.warn({ err: error }, 'database or log do not answer yet; trying again');
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    }
  }
};

const tryToOpen = async ({ databaseUrl, kafkaBrokers, topicPrefix }: Settings, logger: Logger) => {
  const warn = (message: string, error?: unknown) => logger.warn({ err: error }, message);
  const opened: Closer[] = [];
  try {
    const database = await openDatabase(databaseUrl, 'timeline-api', 20, ANSWERED_WITHIN_MS);
    opened.unshift({ name: 'the database', close: () => database.destroy() });
    const log = await openKafkaEventLog({ brokers: kafkaBrokers, topic: `${topicPrefix}.commits`, clientId: 'timeline-api', warn });
    opened.unshift({ name: 'the log', close: () => log.close() });
    const pool = poolOf(database);
    const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
    const store = new PostgresRecordStore(pool, databaseUrl, log.partitions, codec, warn);
    await store.start();
    opened.unshift({ name: 'the verdicts', close: () => store.stop() });
    const commands = new InFlight(new CommandHandler<DomainCommand, DomainEvent>(log, store, codec, handlingOf));
    return { infrastructure: { commands, pool, database, health: logHealth(pool, log) }, closers: opened };
  } catch (error) {
    for (const { close } of opened) await close().catch(() => undefined);
    throw error;
  }
};

const logHealth = (pool: Pool, log: EventLog): LogHealth => {
  const movedAt = new Map<number, { offset: number; at: number }>();
  return {
    check: async () => {
      const reasons: string[] = [];
      const cursors = await pool
        .query<{ partition: number; last_offset: string }>('SELECT partition, last_offset FROM derived.cursors')
        .then(({ rows }) => new Map(rows.map(({ partition, last_offset }) => [partition, Number(last_offset)])))
        .catch(() => {
          reasons.push('the database does not answer');
          return undefined;
        });
      const ends = await log.ends().catch(() => {
        reasons.push('the log does not answer');
        return [];
      });
      for (const { partition, end } of cursors === undefined ? [] : ends) {
        const offset = cursors?.get(partition) ?? -1;
        const before = movedAt.get(partition);
        if (before === undefined || before.offset !== offset || offset + 1 >= end) movedAt.set(partition, { offset, at: Date.now() });
        else if (Date.now() - before.at > STALLED_AFTER_MS)
          reasons.push(`partition ${partition} is ${end - 1 - offset} records behind and nobody judges them`);
        if (offset < 0) reasons.push(`partition ${partition} was not begun: no projector has run yet`);
      }
      return { ready: reasons.length === 0, reasons };
    },
  };
};
