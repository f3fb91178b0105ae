import type { ClientBase } from 'pg';
import { type LogMarker, LogHalted } from '../../event-log/src/index.js';
import { beginBatch } from '../../read-models/src/index.js';

/**
 * How far a partition was judged. `models` and `table` tell whether anything changed beside the log: which read models follow it, and the schema,
 * which somebody may drop and build anew.
 */
export type Cursor = { lastOffset: number; log: LogMarker | undefined; recordedMs: number; models: number; table: number };

/** Opens the transaction of a batch and takes the cursor of the partition: whoever holds it alone may move it. */
export const lockCursor = async (client: ClientBase, partition: number, batch: string): Promise<Cursor> => {
  // Several statements in one message, which the extended protocol does not allow: the partition is a number of ours.
  const results = await client.query(`
    ${beginBatch(batch)};
    SELECT last_offset, log_id, partitions, recorded_at, models, tableoid AS table
    FROM derived.cursors WHERE partition = ${Math.trunc(partition)} FOR UPDATE`);
  type Row = { last_offset: string; log_id: string | null; partitions: number; recorded_at: Date; models: number; table: number };
  const row = (results as unknown as { rows: Row[] }[]).at(-1)?.rows[0];
  if (row === undefined) throw new LogHalted(`partition ${partition} has no cursor`);
  const log = row.log_id === null ? undefined : { log: row.log_id, partition, partitions: row.partitions };
  return { lastOffset: Number(row.last_offset), log, recordedMs: row.recorded_at.getTime(), models: row.models, table: row.table };
};

/** As {@link lockCursor}, where the cursor is known: the transaction fails where it is another by now. Both messages are sent at once. */
export const lockKnownCursor = (client: ClientBase, partition: number, cursor: Cursor, batch: string): Promise<unknown>[] => [
  client.query(beginBatch(batch)),
  client.query({
    name: 'arbiter-known-cursor',
    text: `
      SELECT 1 / count(*) FROM (
        SELECT FROM derived.cursors WHERE partition = $1 AND last_offset = $2 AND models = $3 AND tableoid = $4 FOR UPDATE
      ) AS known`,
    values: [partition, cursor.lastOffset, cursor.models, cursor.table],
  }),
];

/** Makes the cursors that are missing, before the first offset. */
export const ensureCursors = async (client: ClientBase, partitions: number): Promise<void> => {
  await client.query({
    text: `INSERT INTO derived.cursors (partition, last_offset, recorded_at)
           SELECT partition, -1, 'epoch' FROM generate_series(0, $1::int - 1) AS partition ON CONFLICT DO NOTHING`,
    values: [partitions],
  });
};
