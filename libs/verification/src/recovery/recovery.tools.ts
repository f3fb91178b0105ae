import type { Pool, PoolClient } from 'pg';
import { type EventLog, type KafkaSettings, openKafkaEventLog, type TopicSeeding } from '../../../event-log/src/index.js';
import type { RecoveryStep } from './recovery.model.js';

export type RecoverySettings = {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly kafka: KafkaSettings;
  readonly progress?: (step: RecoveryStep, records: number, of: number) => void;
};

/** What a recovery works with. */
export type RecoveryTools = RecoverySettings & {
  readonly seeding: TopicSeeding;
  /** Of this recovery alone. */
  readonly client: PoolClient;
};

/** Lends the log, which has to be there. */
export const withLog = async <T>({ kafka }: RecoverySettings, use: (log: EventLog) => Promise<T>): Promise<T> => {
  const log = await openKafkaEventLog(kafka);
  try {
    return await use(log);
  } finally {
    await log.close();
  }
};
