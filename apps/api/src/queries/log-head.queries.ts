import type { Pool } from 'pg';

/** N of the log, frozen at its creation; undefined before a record of any partition was read. */
export const partitionsOf = async (pool: Pool): Promise<number | undefined> => {
  const { rows } = await pool.query<{ partitions: number }>({
    name: 'log-partitions',
    text: 'SELECT partitions FROM derived.cursors WHERE partitions IS NOT NULL LIMIT 1',
  });
  return rows[0]?.partitions;
};
