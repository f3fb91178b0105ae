import pg from 'pg';
import type { Place } from './places.js';
import type { RawRecord } from './raw-sends.js';

/** Records as commits of the last commands: what the raw drivers send, so that they carry the same bytes. */
export const recordsOf = async ({ databaseUrl }: Place, count = 1000): Promise<RawRecord[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<RawRecord>(
    `SELECT key, value FROM derived.records WHERE verdict = 'accepted' ORDER BY recorded_at DESC, log_offset DESC LIMIT $1`,
    [count],
  );
  await client.end();
  return rows;
};
