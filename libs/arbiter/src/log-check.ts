import type { Pool } from 'pg';
import { decodeRecord, type EventLog, LogHalted } from '../../event-log/src/index.js';
import { ensureCursors } from './batch.queries.js';

type CursorRow = {
  partition: number;
  last_offset: string;
  log_id: string | null;
  partitions: number | null;
  key: Buffer | null;
  value: Buffer | null;
};

const RECOVER =
  'Either this is another log than the one this database was built from, or the log lost its end: restore the log, or drop the schema "derived" to build the record anew from this log';

/**
 * Compares the record with the log before a record is taken from it: the same identity in every partition, an end that is not below the cursor,
 * and at the cursor the very bytes that were judged. Answers the next offset of every partition. Throws LogHalted naming what differs.
 */
export const checkLog = async (pool: Pool, log: EventLog): Promise<number[]> => {
  const client = await pool.connect();
  try {
    const { rows: begun } = await client.query<{ partitions: number }>(
      'SELECT DISTINCT partitions FROM derived.cursors WHERE partitions IS NOT NULL',
    );
    const other = begun.find(({ partitions }) => partitions !== log.partitions);
    // Before anything is written: cursors of partitions that are none of this log's would stay.
    if (other !== undefined)
      throw new LogHalted(`the record was built from ${other.partitions} partitions, the log has ${log.partitions}. ${RECOVER}`);
    await ensureCursors(client, log.partitions);
    const { rows } = await client.query<CursorRow>(`
      SELECT cursor.partition, cursor.last_offset, cursor.log_id, cursor.partitions, record.key, record.value
      FROM derived.cursors AS cursor
      LEFT JOIN derived.records AS record ON record.partition = cursor.partition AND record.log_offset = cursor.last_offset
      ORDER BY cursor.partition`);
    if (rows.length !== log.partitions)
      throw new LogHalted(`the record has ${rows.length} partitions, the log ${log.partitions}. ${RECOVER}`);
    await compare(
      rows.filter(({ last_offset }) => Number(last_offset) >= 0),
      log,
    );
    return rows.map(({ last_offset }) => Number(last_offset) + 1);
  } finally {
    client.release();
  }
};

const compare = async (rows: readonly CursorRow[], log: EventLog): Promise<void> => {
  const all = await log.ends();
  const cut = all.filter(({ start }) => start > 0);
  if (cut.length > 0) {
    const named = cut.map(({ partition, start }) => `partition ${partition} begins at offset ${start}`);
    throw new LogHalted(`the log lost its beginning: ${named.join('; ')}. The record still holds what it judged. ${RECOVER}`);
  }
  const ends = new Map(all.map(({ partition, end }) => [partition, end]));
  const short = rows.filter(({ partition, last_offset }) => ends.get(partition)! <= Number(last_offset));
  if (short.length > 0) {
    const named = short.map(
      ({ partition, last_offset }) => `partition ${partition} ends at ${ends.get(partition)}, the cursor is at ${last_offset}`,
    );
    throw new LogHalted(`the log ends below the record: ${named.join('; ')}. ${RECOVER}`);
  }
  const first = await log.read(rows.map(({ partition }) => ({ partition, offset: 0 })));
  const last = await log.read(rows.map(({ partition, last_offset }) => ({ partition, offset: Number(last_offset) })));
  rows.forEach(({ partition, last_offset, log_id, partitions, key, value }, i) => {
    const identity = first[i] === undefined ? undefined : decodeRecord(first[i]);
    if (identity?.kind !== 'log' || identity.marker.log !== log_id || identity.marker.partitions !== partitions) {
      throw new LogHalted(`partition ${partition} belongs to another log than ${log_id}. ${RECOVER}`);
    }
    const same = (a: Buffer | null | undefined, b: Buffer | null) => (a == null || b == null ? a == b : a.equals(b));
    if (last[i] === undefined || !same(last[i].key, key) || !same(last[i].value, value)) {
      throw new LogHalted(`partition ${partition}: the log holds another record at offset ${last_offset} than was judged. ${RECOVER}`);
    }
  });
};
