import type { Pool } from 'pg';

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

/** The first record with a header that has no value: the client library cannot send one. */
export const unsendable = async (pool: Pool): Promise<{ partition: number; offset: number } | undefined> => {
  // A name may look like it, and JSON in PostgreSQL cannot hold every name: what may be one is looked at here.
  const { rows } = await pool.query<{ partition: number; offset: number; headers: Buffer }>(`
    SELECT partition, log_offset::float8 AS offset, headers FROM derived.records
    WHERE position(',null]'::bytea IN headers) > 0 ORDER BY partition, log_offset`);
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
