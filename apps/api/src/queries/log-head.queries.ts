import type { Pool } from 'pg';

/** What the log says of a situation: when it last spoke in that partition, and at which offset the situation was opened. */
export type LogHead = { readonly recordedAtMs: number; readonly openedAt: number | undefined };

/** N of the log, frozen at its creation; undefined before a record of any partition was read. */
export const partitionsOf = async (pool: Pool): Promise<number | undefined> => {
  const { rows } = await pool.query<{ partitions: number }>({
    name: 'log-partitions',
    text: 'SELECT partitions FROM derived.cursors WHERE partitions IS NOT NULL LIMIT 1',
  });
  return rows[0]?.partitions;
};

/** Undefined before the first record of the partition. */
export const logHead = async (pool: Pool, partition: number, situation: string): Promise<LogHead | undefined> => {
  const { rows } = await pool.query<{ recorded_at: Date; opened_at: string | null }>({
    name: 'log-head',
    text: `
      SELECT cursor.recorded_at, (
        SELECT min(event.log_offset) FROM derived.events AS event
        WHERE event.situation = $2 AND event.stream = 'situation' AND event.version = 1 AND event.partition = $1
      ) AS opened_at
      FROM derived.cursors AS cursor WHERE cursor.partition = $1`,
    values: [partition, situation],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  return { recordedAtMs: row.recorded_at.getTime(), openedAt: row.opened_at === null ? undefined : Number(row.opened_at) };
};

/** The last commit judged, by partition. */
export const headsOfAll = async (pool: Pool): Promise<{ partition: number; offset: number }[]> => {
  const { rows } = await pool.query<{ partition: number; last_offset: string }>({
    name: 'log-heads',
    text: 'SELECT partition, last_offset FROM derived.cursors ORDER BY partition',
  });
  return rows.map(({ partition, last_offset }) => ({ partition, offset: Number(last_offset) }));
};
