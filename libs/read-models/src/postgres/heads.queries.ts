import type { Pool } from 'pg';
import type { CommitPosition } from '../../../event-log/src/index.js';

/** The last commit judged that the database shows, by partition. */
export const headsOfAll = async (pool: Pool): Promise<CommitPosition[]> => {
  const { rows } = await pool.query<{ partition: number; last_offset: string }>({
    name: 'log-heads',
    text: 'SELECT partition, last_offset FROM derived.cursors ORDER BY partition',
  });
  return rows.map(({ partition, last_offset }) => ({ partition, offset: Number(last_offset) }));
};
