import type { AsOf } from '../as-of.js';
import { asOfQuery, DAY_BOUND, inOrder } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Json } from '../projection.js';
import type { GuidanceFilter } from './guidance-changes.answer.js';
import { type StoredNotice, TEXT } from './guidance-changes.projection.js';

/** What was stated last before a notice, of a facet or as text; `ended` where it had run out by then. */
type Before = { value: Json; ended: boolean };

/** A notice as it is stored, with what it followed. */
export type NoticeRow = {
  key: string;
  day: string;
  seq: number;
  value: StoredNotice;
  event_id: string;
  valid_to: Date | null;
  published_at: Date;
  recorded_at: Date;
  effective: Date;
  partition: number;
  log_offset: string;
  event_index: number;
  before: Record<string, Before> | null;
};

const noticesWhere = (known: (row: string) => string, where: string, limit: string): string => `
  SELECT page.*, page.day::text AS day, (
    SELECT jsonb_object_agg(stated.name, jsonb_build_object('value', before.value, 'ended', coalesce(before.valid_to <= page.effective, false)))
    FROM unnest(ARRAY(SELECT jsonb_object_keys(page.value -> 'facets')) || CASE WHEN page.value ? '${TEXT}' THEN '{${TEXT}}'::text[] END) AS stated (name)
    CROSS JOIN LATERAL (
      SELECT past.value, past.valid_to FROM derived.guidance_changes AS past
      WHERE past.situation = $1 AND past.key = page.key || '/' || stated.name AND ${known('past')}
        AND (past.day, past.seq, past.valid_from, past.published_at, past.log_offset, past.event_index)
          < (page.day, page.seq, page.valid_from, page.published_at, page.log_offset, page.event_index)
      ORDER BY ${inOrder('past', 'DESC')}
      LIMIT 1
    ) AS before
  ) AS before
  FROM (
    SELECT row.*, bound.effective
    FROM derived.guidance_changes AS row
    CROSS JOIN LATERAL (
      SELECT greatest(row.valid_from, max(earlier.valid_from)) AS effective
      FROM derived.guidance_changes AS earlier
      WHERE earlier.situation = $1 AND earlier.key = row.key AND earlier.day = row.day AND earlier.seq < row.seq AND ${known('earlier')}
    ) AS bound
    WHERE row.situation = $1 AND row.key NOT LIKE '%/%/%' AND ${known('row')}
      AND row.day <= ${DAY_BOUND} AND bound.effective <= $4::timestamptz AND ${where}
    ORDER BY row.day, bound.effective, row.key, row.seq, row.log_offset, row.event_index
    LIMIT ${limit}
  ) AS page
  ORDER BY page.day, page.effective, page.key, page.seq, page.log_offset, page.event_index`;

/** Oldest first. $5 limit, $6 authority, $7 facet, $8 from, $9 to, $10–$15 the sort key after which to go on. */
const list = asOfQuery('guidance-changes', (known) =>
  noticesWhere(
    known,
    `($6::text IS NULL OR row.value ->> 'authority' = $6) AND ($7::text IS NULL OR row.value -> 'facets' ? $7)
      AND ($8::timestamptz IS NULL OR bound.effective >= $8) AND ($9::timestamptz IS NULL OR bound.effective < $9)
      AND row.day >= $10::date
      AND (row.day, bound.effective, row.key, row.seq, row.log_offset, row.event_index) > ($10::date, $11::timestamptz, $12, $13::int, $14::bigint, $15::int)`,
    '$5',
  ),
);

/** $5 the event. Its id may stand in the log more than once: the first in effect counts. */
const one = asOfQuery('guidance-change', (known) => noticesWhere(known, 'row.event_id = $5', '1'));

export type NoticeKey = readonly (string | number)[];
export const NOTICE_KEY = ['day', 'instant', 'text', 'int', 'offset', 'int'] as const;
const START: NoticeKey = ['-infinity', '-infinity', '', 0, -1, -1];

export const noticeKey = (row: NoticeRow): NoticeKey => [
  row.day,
  row.effective.toISOString(),
  row.key,
  row.seq,
  Number(row.log_offset),
  row.event_index,
];

/** At most `limit` notices that are known and in effect, in the order in which they took effect, after the one that `after` names. */
export const noticesAfter = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { authority, facet, from, to }: Omit<GuidanceFilter, 'understatedOnly'>,
  limit: number,
  after: NoticeKey = START,
): Promise<NoticeRow[]> => {
  const filter = [authority, facet, from, to].map((value) => value ?? null);
  return (await db.query<NoticeRow>(list(situation, asOf, limit, ...filter, ...after))).rows;
};

/** Undefined where the event is no notice that was known and in effect. */
export const noticeOf = async (db: Queryable, situation: string, asOf: AsOf, eventId: string): Promise<NoticeRow | undefined> =>
  (await db.query<NoticeRow>(one(situation, asOf, eventId))).rows[0];
