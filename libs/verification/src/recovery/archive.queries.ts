import type { ClientBase, Pool } from 'pg';
import type { LogRecord } from '../../../event-log/src/index.js';

/** What the record keeps of a partition: every offset from 0 to `last`. */
export type ArchivedPartition = { readonly partition: number; readonly last: number; readonly records: number };

/** By partition. Partitions of which nothing was judged are not among them. */
export const archivedPartitions = async (pool: Pool): Promise<{ partitions: number | undefined; archived: ArchivedPartition[] }> => {
  const { rows } = await pool.query<{ partition: number; last: number; partitions: number | null; records: number }>(`
    SELECT cursor.partition, last_offset::float8 AS last, partitions,
      (SELECT count(*)::float8 FROM derived.records AS record WHERE record.partition = cursor.partition AND log_offset BETWEEN 0 AND last_offset) AS records
    FROM derived.cursors AS cursor WHERE last_offset >= 0 ORDER BY cursor.partition`);
  return {
    partitions: rows[0]?.partitions ?? undefined,
    archived: rows.map(({ partition, last, records }) => ({ partition, last, records })),
  };
};

/** The last offset of each partition that a recovery which was broken off saved before it removed the log; those that were judged since are not told. */
export const savedLasts = async (pool: Pool): Promise<ReadonlyMap<number, number>> => {
  const { rows } = await pool.query<{ partition: number; last: number }>(`
    SELECT saved.partition, max(log_offset)::float8 AS last FROM control.saved_records AS saved JOIN derived.cursors AS cursor USING (partition)
    WHERE log_offset > last_offset GROUP BY 1`);
  return new Map(rows.map(({ partition, last }) => [partition, last]));
};

/** Keeps records that nobody has judged. One that is kept already stays as it is. */
export const saveRecords = async (client: ClientBase, partition: number, records: readonly LogRecord[]): Promise<void> => {
  await client.query({
    text: `
      INSERT INTO control.saved_records (partition, log_offset, key, headers, value, broker_at)
      SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::timestamptz[]) ON CONFLICT DO NOTHING`,
    values: [
      partition,
      records.map(({ offset }) => offset),
      records.map(({ key }) => key),
      records.map(({ headers }) => headers),
      records.map(({ value }) => value),
      records.map(({ brokerMs }) => new Date(brokerMs).toISOString()),
    ],
  });
};

/** To be called when they stand in the log. */
export const forgetSaved = async (client: ClientBase): Promise<void> => {
  await client.query('DELETE FROM control.saved_records');
};

type KeptRow = { offset: number; key: Buffer | null; headers: Buffer; value: Buffer | null; broker_at: Date };

/** The records that PostgreSQL has, judged or saved, as the broker gave them. Throws where one is missing. */
export const keptBetween = async (client: ClientBase, partition: number, from: number, to: number): Promise<LogRecord[]> => {
  const { rows } = await client.query<KeptRow>({
    name: 'kept-between',
    text: `
      SELECT log_offset::float8 AS offset, key, headers, value, broker_at
      FROM derived.records WHERE partition = $1 AND log_offset BETWEEN $2 AND $3
      UNION ALL
      SELECT log_offset::float8, key, headers, value, broker_at
      FROM control.saved_records JOIN derived.cursors USING (partition) WHERE partition = $1 AND log_offset BETWEEN $2 AND $3 AND log_offset > last_offset
      ORDER BY 1`,
    values: [partition, from, to],
  });
  if (rows.length !== to - from + 1) throw new Error(`of ${partition}-${from} to ${partition}-${to} only ${rows.length} records are kept`);
  return rows.map(({ broker_at, ...row }) => ({ partition, ...row, brokerMs: broker_at.getTime() }));
};

/** The first record with a header that has no value: the client library cannot send one. */
export const unsendable = async (pool: Pool): Promise<{ partition: number; offset: number } | undefined> => {
  // A name may look like it, and JSON in PostgreSQL cannot hold every name: what may be one is looked at here.
  const { rows } = await pool.query<{ partition: number; offset: number; headers: Buffer }>(`
    SELECT partition, log_offset::float8 AS offset, headers FROM derived.records WHERE position(',null]'::bytea IN headers) > 0
    UNION ALL
    SELECT partition, log_offset::float8, headers FROM control.saved_records WHERE position(',null]'::bytea IN headers) > 0 ORDER BY 1, 2`);
  const found = rows.find(({ headers }) =>
    (JSON.parse(headers.toString()) as [string, string | null][]).some(([, value]) => value === null),
  );
  return found === undefined ? undefined : { partition: found.partition, offset: found.offset };
};

/** How the processes that write the log or the record are named in `pg_stat_activity`, and to Kafka. */
export const WRITERS: readonly string[] = ['timeline-api', 'timeline-projector', 'timeline-rebuild'];

/** Those of them that are connected to this database. */
export const connectedWriters = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>({
    text: `SELECT DISTINCT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND application_name = ANY($1) ORDER BY 1`,
    values: [WRITERS],
  });
  return rows.map(({ name }) => name);
};
