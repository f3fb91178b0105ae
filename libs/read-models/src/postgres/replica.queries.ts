import type { ClientBase, Pool } from 'pg';

/** Tells one run of a server from another, of this server or another one. */
export const runOf = async (client: ClientBase): Promise<string> => {
  const { rows } = await client.query<{ run: string }>('SELECT extract(epoch FROM pg_postmaster_start_time())::text AS run');
  return rows[0]!.run;
};

/** Whether the server only replays what another one writes. */
export const isReplica = async (pool: Pool): Promise<boolean> => {
  const { rows } = await pool.query<{ replica: boolean }>({ name: 'is-replica', text: 'SELECT pg_is_in_recovery() AS replica' });
  return rows[0]!.replica;
};

/** The id of the log that was judged, by partition. */
export const logsOf = async (pool: Pool): Promise<ReadonlyMap<number, string>> => {
  const { rows } = await pool.query<{ partition: number; log_id: string }>(
    'SELECT partition, log_id FROM derived.cursors WHERE log_id IS NOT NULL ORDER BY partition',
  );
  return new Map(rows.map(({ partition, log_id }) => [partition, log_id]));
};

/** The migrations that ran. */
export const schemaOf = async (pool: Pool): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT name FROM derived.migrations UNION SELECT name FROM control.migrations ORDER BY 1',
  );
  return rows.map(({ name }) => name);
};
