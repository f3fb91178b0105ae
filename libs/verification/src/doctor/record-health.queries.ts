import type { Pool } from 'pg';

/** How many records a partition keeps of those that were judged, and the first offset that it lacks. */
export type TornPartition = { readonly partition: number; readonly kept: number; readonly judged: number; readonly firstMissing: number };

/** Partitions of which not every judged offset is kept. */
export const tornPartitions = async (pool: Pool): Promise<TornPartition[]> => {
  const { rows } = await pool.query<TornPartition>(`
    SELECT torn.partition, kept::float8, judged::float8, (
      SELECT min(due)::float8 FROM generate_series(0, judged - 1) AS due
      WHERE NOT EXISTS (SELECT FROM derived.records AS record WHERE record.partition = torn.partition AND log_offset = due)) AS "firstMissing"
    FROM (
      SELECT cursor.partition, last_offset + 1 AS judged, (
        SELECT count(*) FROM derived.records AS record WHERE record.partition = cursor.partition AND log_offset BETWEEN 0 AND last_offset) AS kept
      FROM derived.cursors AS cursor WHERE last_offset >= 0
    ) AS torn WHERE kept <> judged ORDER BY 1`);
  return rows;
};

/** A stream whose version is not the number of its events; either side is null where it has none. */
export type DifferingHead = {
  readonly situation: string;
  readonly stream: string;
  readonly head: number | null;
  readonly events: number | null;
};

/** Streams whose head is not what their events come to: the number of them, and the first. */
export const differingHeads = async (pool: Pool): Promise<{ count: number; first: DifferingHead | undefined }> => {
  const { rows } = await pool.query<DifferingHead & { count: number }>(`
    SELECT situation, stream, head.version AS head, counted.events, (count(*) OVER ())::int AS count
    FROM derived.heads AS head
    FULL JOIN (SELECT situation, stream, count(*)::int AS events, max(version) AS latest FROM derived.events GROUP BY 1, 2) AS counted
      USING (situation, stream)
    WHERE head.version IS DISTINCT FROM counted.events OR counted.events IS DISTINCT FROM counted.latest ORDER BY situation, stream LIMIT 1`);
  const [first] = rows;
  if (first === undefined) return { count: 0, first: undefined };
  const { count, ...head } = first;
  return { count, first: head };
};

/** Records that the broker gave an earlier time than one before them. */
export type ClockStep = { readonly partition: number; readonly records: number; readonly largestMs: number; readonly offset: number };

/** By partition: how many records carry the recorded time of an earlier one, and where the broker's clock was furthest behind it. */
export const clockSteps = async (pool: Pool): Promise<ClockStep[]> => {
  // The marks of transactions and what was lost have no time of their own.
  const { rows } = await pool.query<ClockStep>(`
    SELECT DISTINCT ON (partition) partition, (count(*) OVER (PARTITION BY partition))::float8 AS records,
      (extract(epoch FROM recorded_at - broker_at) * 1000)::float8 AS "largestMs", log_offset::float8 AS offset
    FROM derived.records WHERE broker_at < recorded_at AND broker_at <> 'epoch' ORDER BY partition, recorded_at - broker_at DESC, log_offset`);
  return rows;
};

/** How far the latest recorded time of each partition is ahead of the database's clock, in milliseconds, where it is. */
export const timesAhead = async (pool: Pool): Promise<{ partition: number; aheadMs: number }[]> => {
  const { rows } = await pool.query<{ partition: number; aheadMs: number }>(`
    SELECT partition, (extract(epoch FROM recorded_at - clock_timestamp()) * 1000)::float8 AS "aheadMs"
    FROM derived.cursors WHERE recorded_at > clock_timestamp() ORDER BY partition`);
  return rows;
};

/** Schemas in which a verification builds read models: of one that is at work, or that was killed. */
export const leftBehind = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'timeline\\_verify\\_%' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

/** Bytes of the database; and the folder of the server, undefined where this user is not told. */
export const databasePlace = async (pool: Pool): Promise<{ bytes: number; folder: string | undefined }> => {
  const { rows } = await pool.query<{ bytes: number }>('SELECT pg_database_size(current_database())::float8 AS bytes');
  const folder = await pool.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`).then(
    (answer) => answer.rows[0]!.folder,
    () => undefined,
  );
  return { bytes: rows[0]!.bytes, folder };
};
