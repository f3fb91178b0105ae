import type { ClientBase, QueryResultRow } from 'pg';
import { canonicalize } from 'json-canonicalize';
import type { Keyed } from './expected-rows.js';
import type { Row, Value } from './difference.js';

export type RecordedCursor = { partition: number; lastOffset: number; log: string | null; partitions: number | null; recordedAt: string };

const time = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ${column}`;

const keyed = (rows: readonly QueryResultRow[], jsonColumns: readonly string[] = []): Keyed =>
  new Map(
    rows.map(({ row_key, row_offset, ...row }) => {
      for (const column of jsonColumns) row[column] = canonicalize(JSON.parse(row[column] as string));
      return [row_key as string, { offset: Number(row_offset), row: row as Row }];
    }),
  );

/** Where the record stands, in the snapshot of the transaction. Rejects where there is no record. */
export const recordedCursors = async (client: ClientBase): Promise<RecordedCursor[]> => {
  const { rows } = await client.query<QueryResultRow>(
    `SELECT partition, last_offset, log_id, partitions, ${time('recorded_at')} FROM derived.cursors ORDER BY partition`,
  );
  return rows.map(({ partition, last_offset, log_id, partitions, recorded_at }) => ({
    partition,
    lastOffset: Number(last_offset),
    log: log_id,
    partitions,
    recordedAt: recorded_at,
  }));
};

/** Rows of `derived.records` from one offset to another, by offset. */
export const recordedRecords = async (client: ClientBase, partition: number, from: number, to: number): Promise<Keyed> => {
  const { rows } = await client.query<QueryResultRow>({
    name: 'verify-records',
    text: `
      SELECT log_offset::text AS row_key, log_offset AS row_offset, key, headers, value, ${time('broker_at')}, ${time('recorded_at')}, verdict, reason
      FROM derived.records WHERE partition = $1 AND log_offset BETWEEN $2 AND $3`,
    values: [partition, from, to],
  });
  return keyed(rows);
};

/** Rows of `derived.commands` of these ids, by id. */
export const recordedCommands = async (client: ClientBase, partition: number, ids: readonly string[]): Promise<Keyed> => {
  const { rows } = await client.query<QueryResultRow>({
    name: 'verify-commands',
    text: `
      SELECT command_id::text AS row_key, log_offset AS row_offset, log_offset::float8 AS log_offset, verdict, situation, request_hash,
             versions::text AS versions, array_to_string(event_ids, ',') AS event_ids
      FROM derived.commands WHERE partition = $1 AND command_id = ANY($2::uuid[])`,
    values: [partition, ids],
  });
  return keyed(rows, ['versions']);
};

/** Rows of `derived.events` from one offset to another, by offset and index. */
export const recordedEvents = async (client: ClientBase, partition: number, from: number, to: number): Promise<Keyed> => {
  const { rows } = await client.query<QueryResultRow>({
    name: 'verify-events',
    text: `
      SELECT log_offset || '.' || event_index AS row_key, log_offset AS row_offset, event_id::text AS event_id, situation, stream, version, type,
             schema, data::text AS data, ${time('recorded_at')}, actor, reason, command_id::text AS command_id, correlation_id, causation_id
      FROM derived.events WHERE partition = $1 AND log_offset BETWEEN $2 AND $3`,
    values: [partition, from, to],
  });
  return keyed(rows, ['data']);
};

export type Surplus = { table: string; partition: number; offset: number; row: string; count: number };

/** Rows that no record of the log accounts for: the first and the number of them, by table and partition. Asked when all is refolded. */
export const surplusRows = async (client: ClientBase): Promise<Surplus[]> => {
  const beyond = (table: string, row: string) => `
    SELECT '${table}' AS table, partition, log_offset, ${row} AS row FROM derived.${table} AS stored
    WHERE NOT EXISTS (SELECT FROM derived.cursors AS cursor WHERE cursor.partition = stored.partition AND log_offset BETWEEN 0 AND last_offset)`;
  const { rows } = await client.query<{ table: string; partition: number; log_offset: string; row: string; count: number }>(`
    SELECT DISTINCT ON ("table", partition) "table", partition, log_offset, row, (count(*) OVER (PARTITION BY "table", partition))::int AS count
    FROM (
      ${beyond('records', 'log_offset::text')} UNION ALL ${beyond('events', `log_offset || '.' || event_index`)} UNION ALL
      SELECT 'commands', partition, log_offset, command_id::text FROM derived.commands AS stored
      WHERE NOT EXISTS (SELECT FROM refold_seen AS seen WHERE seen.partition = stored.partition AND seen.command_id = stored.command_id)
    ) AS surplus ORDER BY "table", partition, log_offset`);
  return rows.map(({ log_offset, ...row }) => ({ ...row, offset: Number(log_offset) }));
};

export type HeadDifference = { situation: string; stream: string; inLog: Value; inPostgres: Value };

/** Streams whose versions differ; in full, since each is one row. */
export const differingHeads = async (client: ClientBase): Promise<HeadDifference[]> => {
  const { rows } = await client.query<HeadDifference>(`
    SELECT situation, stream, refolded.version AS "inLog", recorded.version AS "inPostgres"
    FROM refold_heads AS refolded FULL JOIN derived.heads AS recorded USING (situation, stream)
    WHERE refolded.version IS DISTINCT FROM recorded.version ORDER BY situation, stream`);
  return rows;
};

/** Where read models are parked in the snapshot: their rows end there. */
export const parkedModels = async (client: ClientBase): Promise<{ name: string; partition: number; offset: number }[]> => {
  const { rows } = await client.query<{ name: string; partition: number; last_offset: string }>(
    `SELECT name, partition, last_offset FROM derived.projections WHERE state = 'parked'`,
  );
  return rows.map(({ last_offset, ...row }) => ({ ...row, offset: Number(last_offset) }));
};
