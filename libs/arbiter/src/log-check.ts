import type { Pool } from 'pg';
import { decodeRecord, type EventLog, LogHalted, type TakenUp } from '../../event-log/src/index.js';
import { type AcceptedGap, acceptedGaps } from './accepted-gaps.queries.js';
import { ensureCursors } from './cursor.queries.js';

type CursorRow = {
  partition: number;
  last_offset: string;
  log_id: string | null;
  partitions: number | null;
  key: Buffer | null;
  value: Buffer | null;
};

/** Where the log lacks what the record has. */
const RECOVER = 'Make it whole from the record, which has every byte that was judged, with: timeline recover';
const NEVER_JUDGED = 'Where records are gone that were never judged, their loss is to be accepted first: see timeline doctor';
/** Where the log has what the record has not. */
const ANOTHER =
  'This is another log than the one that the record was built from. Where the address or TOPIC_PREFIX is wrong, mend that. Where the log was lost and nothing in this one is to be kept, delete the topic and run: timeline recover. Where the record is what may go, drop the schema "derived", which is built anew from this log';

/** Whether anything was judged yet: then the log is not to be begun anew, whatever became of it. */
export const recordIsBegun = async (pool: Pool): Promise<boolean> => {
  const { rows } = await pool.query<{ begun: boolean }>('SELECT EXISTS (SELECT FROM derived.cursors WHERE last_offset >= 0) AS begun');
  return rows[0]!.begun;
};

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
      await acceptedGaps(client),
    );
    return rows.map(({ last_offset }) => Number(last_offset) + 1);
  } finally {
    client.release();
  }
};

type JudgedRow = {
  partition: number;
  last_offset: string;
  key: Buffer | null;
  headers: Buffer | null;
  value: Buffer | null;
  broker_at: Date | null;
};

/**
 * Where to go on in these partitions, by the record: behind the cursor, with the record that was judged there. Behind a gap that was accepted there is
 * none: the log need not hold it.
 */
export const judgedUpTo = async (pool: Pool, partitions: readonly number[]): Promise<TakenUp[]> => {
  const { rows } = await pool.query<JudgedRow>({
    name: 'judged-up-to',
    text: `
      SELECT cursor.partition, cursor.last_offset, record.key, record.headers, record.value, record.broker_at
      FROM derived.cursors AS cursor
      LEFT JOIN derived.records AS record ON record.partition = cursor.partition AND record.log_offset = cursor.last_offset AND NOT EXISTS (
        SELECT FROM control.accepted_gaps AS gap
        WHERE gap.log_id = cursor.log_id AND gap.partition = cursor.partition AND cursor.last_offset BETWEEN gap.first_offset AND gap.last_offset)
      WHERE cursor.partition = ANY($1::int[])`,
    values: [partitions],
  });
  return rows.map(({ partition, last_offset, key, headers, value, broker_at }) => {
    const offset = Number(last_offset);
    const before = headers && broker_at && { partition, offset, key, headers, value, brokerMs: broker_at.getTime() };
    return { partition, next: offset + 1, before: before ?? undefined };
  });
};

const compare = async (rows: readonly CursorRow[], log: EventLog, accepted: readonly AcceptedGap[]): Promise<void> => {
  const all = await log.ends();
  const starts = new Map(all.map(({ partition, start }) => [partition, start]));
  // A log that was cut off before records that nobody had judged begins where the accepted gap ends.
  const cut = all.filter(
    ({ partition, start }) => start > 0 && !accepted.some((gap) => gap.partition === partition && gap.last + 1 === start),
  );
  if (cut.length > 0) {
    const named = cut.map(({ partition, start }) => `partition ${partition} begins at offset ${start}`);
    throw new LogHalted(`the log lost its beginning: ${named.join('; ')}. ${RECOVER}. ${NEVER_JUDGED}`);
  }
  const ends = new Map(all.map(({ partition, end }) => [partition, end]));
  const short = rows.filter(({ partition, last_offset }) => ends.get(partition)! <= Number(last_offset));
  if (short.length > 0) {
    const named = short.map(
      ({ partition, last_offset }) => `partition ${partition} ends at ${ends.get(partition)}, the cursor is at ${last_offset}`,
    );
    throw new LogHalted(`the log ends below the record: ${named.join('; ')}. ${RECOVER}`);
  }
  const kept = (partition: number, offset: number) => starts.get(partition)! <= offset;
  const first = await log.read(rows.map(({ partition }) => ({ partition, offset: 0 })));
  const last = await log.read(rows.map(({ partition, last_offset }) => ({ partition, offset: Number(last_offset) })));
  rows.forEach(({ partition, last_offset, log_id, partitions, key, value }, i) => {
    const identity = first[i] === undefined ? undefined : decodeRecord(first[i]);
    const isOther = identity?.kind !== 'log' || identity.marker.log !== log_id || identity.marker.partitions !== partitions;
    if (kept(partition, 0) && isOther) {
      throw new LogHalted(`partition ${partition} belongs to another log than ${log_id}. ${ANOTHER}`);
    }
    const same = (a: Buffer | null | undefined, b: Buffer | null) => (a == null || b == null ? a == b : a.equals(b));
    if (!kept(partition, Number(last_offset))) return;
    if (last[i] === undefined || !same(last[i].key, key) || !same(last[i].value, value)) {
      throw new LogHalted(`partition ${partition}: the log holds another record at offset ${last_offset} than was judged. ${ANOTHER}`);
    }
  });
};
