import type { Queryable } from '../postgres/queryable.js';
import type { Json } from '../projection.js';

/** An assertion that stands before or after the rehearsed events. */
export type StatedRow = {
  key: string;
  value: Json;
  valid_from: Date;
  valid_to: Date | null;
  day: string;
  seq: number;
  before: boolean;
  after: boolean;
};

/** Where the rehearsed events stand: `head` is the last offset before them. */
export type Rehearsed = {
  readonly situation: string;
  readonly partition: number;
  readonly head: number;
  readonly eventIds: readonly string[];
};

/** $1 situation, $2 partition, $3 ids of the events. */
const touched = (model: string): string => `
  SELECT row.key, row.valid_from, row.valid_to FROM derived.${model} AS row WHERE row.situation = $1 AND row.partition = $2
  UNION ALL
  SELECT row.key, row.valid_from, row.valid_to FROM derived.${model} AS row WHERE row.situation = $1 AND row.withdrawn_by = ANY ($3::uuid[])`;

const asked = ({ situation, partition, eventIds }: Rehearsed) => [situation, partition, eventIds];

/** The keys whose assertions the events change. */
export const touchedKeys = async (db: Queryable, model: string, rehearsed: Rehearsed): Promise<string[]> => {
  const { rows } = await db.query<{ key: string }>({
    text: `SELECT DISTINCT key FROM (${touched(model)}) AS touched ORDER BY key`,
    values: asked(rehearsed),
  });
  return rows.map(({ key }) => key);
};

/** All that is said under the given keys, in ascending rank. */
export const statedUnder = async (
  db: Queryable,
  model: string,
  { situation, head }: Rehearsed,
  keys: readonly string[],
): Promise<StatedRow[]> => {
  const { rows } = await db.query<StatedRow>({
    text: `
      SELECT row.key, row.value, row.valid_from, row.valid_to, row.day::text AS day, row.seq, row.log_offset <= $2 AS before,
        row.withdrawn_offset IS NULL AS after
      FROM unnest($3::text[]) AS wanted (key)
      JOIN derived.${model} AS row ON row.situation = $1
        AND (row.key = wanted.key OR (row.key > wanted.key || '/' AND row.key < wanted.key || '0'))
      WHERE row.withdrawn_offset IS NULL OR row.withdrawn_offset > $2
      ORDER BY row.day, row.seq, row.valid_from, row.published_at, row.log_offset, row.event_index, row.ord`,
    values: [situation, head, keys],
  });
  return rows;
};

/** When the evidence for the score begins, and the last bound of what the events change; undefined where they change none of it. */
export const severitySpan = async (db: Queryable, rehearsed: Rehearsed): Promise<{ first: Date; last: Date } | undefined> => {
  const { rows } = await db.query<{ first: Date | null; last: Date | null }>({
    text: `
      SELECT
        (SELECT min(row.valid_from) FROM derived.blockade_severity AS row
         WHERE row.situation = $1 AND row.key > 'incident/' AND row.key < 'observation0' AND row.key NOT LIKE 'incident/%/%') AS first,
        (SELECT max(greatest(touched.valid_from, touched.valid_to)) FROM (${touched('blockade_severity')}) AS touched) AS last`,
    values: asked(rehearsed),
  });
  const [row] = rows;
  return row?.first == null || row.last === null ? undefined : { first: row.first, last: row.last };
};
