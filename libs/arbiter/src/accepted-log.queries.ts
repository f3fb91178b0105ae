import type { ClientBase, Pool } from 'pg';
import type { LogRecord } from '../../event-log/src/index.js';

/** An event that was accepted, as the arbiter keeps account of it. */
export type AcceptedRow = { readonly offset: number; readonly eventId: string; readonly version: number; readonly recordedMs: number };

/** Of the records of the partition from one offset to another, in order. */
export const acceptedBetween = async (db: Pool | ClientBase, partition: number, from: number, to: number): Promise<AcceptedRow[]> => {
  const { rows } = await db.query<AcceptedRow>({
    name: 'accepted-between',
    // Offsets and milliseconds as floating point, in which they are exact: the driver makes them numbers at no cost.
    text: `
      SELECT log_offset::float8 AS offset, event_id AS "eventId", version, (extract(epoch FROM recorded_at) * 1000)::float8 AS "recordedMs"
      FROM derived.events WHERE partition = $1 AND log_offset BETWEEN $2 AND $3 ORDER BY log_offset, event_index`,
    values: [partition, from, to],
  });
  return rows;
};

type ArchivedRow = { offset: number; key: Buffer | null; headers: Buffer; value: Buffer | null; broker_at: Date };

/** The records themselves, as the broker gave them. Throws where one is missing. */
export const archivedBetween = async (db: Pool | ClientBase, partition: number, from: number, to: number): Promise<LogRecord[]> => {
  const { rows } = await db.query<ArchivedRow>({
    name: 'archived-between',
    text: `
      SELECT log_offset::float8 AS offset, key, headers, value, broker_at
      FROM derived.records WHERE partition = $1 AND log_offset BETWEEN $2 AND $3 ORDER BY log_offset`,
    values: [partition, from, to],
  });
  if (rows.length !== to - from + 1) throw new Error(`of ${partition}-${from} to ${partition}-${to} only ${rows.length} records are kept`);
  return rows.map(({ offset, key, headers, value, broker_at }) => ({
    partition,
    offset,
    key,
    headers,
    value,
    brokerMs: broker_at.getTime(),
  }));
};
