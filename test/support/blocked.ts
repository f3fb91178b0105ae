import { Client, type Pool } from 'pg';
import { eventually } from './eventually.js';

/** A lock of the test in PostgreSQL, in a transaction that stays open: what needs the same waits at that very point until it is let go. */
export class Held {
  private constructor(private readonly client: Client) {}

  /** Runs `sql`, which locks something, in a new transaction. */
  static async by(pool: Pool, sql: string, values: unknown[] = []): Promise<Held> {
    const client = new Client({ connectionString: pool.options.connectionString!, application_name: 'test' });
    client.on('error', () => undefined); // of a test that failed, and let nothing go
    await client.connect();
    await client.query('BEGIN');
    await client.query(sql, values);
    return new Held(client);
  }

  async ask<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query(sql, values)).rows as Row[];
  }

  async letGo(): Promise<void> {
    await this.client.query('ROLLBACK');
    await this.client.end();
  }
}

/** The row of a stream's head. The arbiter moves it last but for the cursor: its transaction is open then, and all that it judged is in it. */
export const holdHead = (pool: Pool, situation: string, stream: string): Promise<Held> =>
  Held.by(pool, 'SELECT FROM derived.heads WHERE situation = $1 AND stream = $2 FOR UPDATE', [situation, stream]);

/** Server processes of `application` that wait for somebody's lock, with `part` in what they are asked; resolves when there are `count`. */
export const waiting = (pool: Pool, application: string, count = 1, part = ''): Promise<number[]> =>
  eventually(
    async () => {
      const { rows } = await pool.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock' AND strpos(query, $2) > 0`,
        [application, part],
      );
      if (rows.length < count) throw new Error(`${rows.length} of ${application} wait for a lock, not ${count}`);
      return rows.map(({ pid }) => pid);
    },
    { every: 5 },
  );

/** Ends server processes, as PostgreSQL does by itself when it learns that the machine of their client is gone. */
export const cutOff = async (pool: Pool, pids: readonly number[]): Promise<void> => {
  await pool.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [pids]);
  await eventually(async () => {
    const { rowCount } = await pool.query('SELECT FROM pg_stat_activity WHERE pid = ANY($1::int[])', [pids]);
    if (rowCount !== 0) throw new Error(`${rowCount} of ${pids.join(', ')} are still there`);
  });
};
