import pg from 'pg';
import { RecoveryRefused } from './recovery.model.js';

/** Any number; only the same in every process. */
const OF_RECOVERY = 7_304_514;

/** Lends `use` the right to write the log from the record, which one process has at a time. */
export const withRecoveryLock = async <T>(databaseUrl: string, use: () => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'timeline-operator', keepAlive: true });
  client.on('error', () => undefined); // the next statement of anybody tells
  await client.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [OF_RECOVERY]);
    if (rows[0]?.taken !== true) throw new RecoveryRefused('another timeline recover is at work');
    return await use();
  } finally {
    await client.end().catch(() => undefined);
  }
};
