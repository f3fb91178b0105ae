import { formatEventPosition } from '../../../event-log/src/index.js';
import { publishedMs } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, type PageRequest, writeCursor } from '../page.js';
import { asOfQuery, DAY_BOUND, inOrder } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Json } from '../projection.js';
import { afterEnd } from '../travel-status/facet-in-force.js';
import { FACETS } from '../travel-status/travel-status.answer.js';
import { changeOf } from './change.js';
import type { GuidanceChange, GuidanceFilter } from './guidance-changes.answer.js';
import type { StoredNotice } from './guidance-changes.projection.js';

type Before = { value: Json; ended: boolean };
type Row = {
  key: string;
  day: string;
  seq: number;
  value: StoredNotice;
  event_id: string;
  recorded_at: Date;
  effective: Date;
  partition: number;
  log_offset: string;
  event_index: number;
  before: Record<string, Before> | null;
};

/** Oldest first. $5 authority, $6 facet, $7 limit, $8–$13 the sort key after which to go on. */
const notices = asOfQuery(
  'guidance-changes',
  (known) => `
  SELECT page.*, page.day::text AS day, (
    SELECT jsonb_object_agg(facet.name, jsonb_build_object('value', before.value, 'ended', coalesce(before.valid_to <= page.effective, false)))
    FROM jsonb_object_keys(page.value -> 'facets') AS facet (name)
    CROSS JOIN LATERAL (
      SELECT past.value, past.valid_to FROM derived.guidance_changes AS past
      WHERE past.situation = $1 AND past.key = page.key || '/' || facet.name AND ${known('past')}
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
      AND row.day <= ${DAY_BOUND} AND bound.effective <= $4::timestamptz
      AND ($5::text IS NULL OR row.value ->> 'authority' = $5) AND ($6::text IS NULL OR row.value -> 'facets' ? $6)
      AND row.day >= $8::date
      AND (row.day, bound.effective, row.key, row.seq, row.log_offset, row.event_index) > ($8::date, $9::timestamptz, $10, $11::int, $12::bigint, $13::int)
    ORDER BY row.day, bound.effective, row.key, row.seq, row.log_offset, row.event_index
    LIMIT $7
  ) AS page
  ORDER BY page.day, page.effective, page.key, page.seq, page.log_offset, page.event_index`,
);

const LIST = 'guidance-changes';
const KEY = ['day', 'instant', 'text', 'int', 'offset', 'int'] as const;
const START: readonly (string | number)[] = ['-infinity', '-infinity', '', 0, -1, -1];
const keyOf = (row: Row) => [row.day, row.effective.toISOString(), row.key, row.seq, Number(row.log_offset), row.event_index];

const changeFrom = (row: Row): GuidanceChange => {
  const {
    facets: stated,
    publishedAt,
    observedAt,
    withoutNote,
    assertedUnderstates,
    stream,
    version,
    source,
    confidence,
    ...notice
  } = row.value;
  const facets: GuidanceChange['facets'] = Object.fromEntries(
    FACETS.flatMap((facet) => {
      const after = stated[facet] as Json | undefined;
      const past = row.before?.[facet];
      const before = past === undefined ? null : past.ended ? afterEnd(facet, past.value) : past.value;
      return after === undefined ? [] : [[facet, { before, after }]];
    }),
  );
  const { noticeId, authority, destination, firstSight, note, summary, occurred } = notice;
  return {
    eventId: row.event_id,
    noticeId,
    authority,
    destination,
    seq: row.seq,
    firstSight,
    ...changeOf({ firstSight, withoutNote, assertedUnderstates }, facets),
    note,
    summary,
    facets,
    occurred,
    validFrom: row.effective.toISOString(),
    publishedAt: publishedAt ?? null,
    observedAt: observedAt ?? null,
    recordedAt: row.recorded_at.toISOString(),
    delaySeconds: publishedAt === undefined ? null : (row.recorded_at.getTime() - publishedMs(publishedAt)) / 1000,
    position: formatEventPosition({ partition: row.partition, offset: Number(row.log_offset), index: row.event_index }),
    stream,
    version,
    source,
    confidence,
  };
};

/** Every notice in the order in which they took effect, with what each changed. Whether a note understates shows only once it is compared. */
export const guidanceChanges = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { authority, facet, understatedOnly = false, limit, after }: GuidanceFilter & PageRequest,
): Promise<Page<GuidanceChange>> => {
  const found: { item: GuidanceChange; key: readonly (string | number)[] }[] = [];
  let from = keyAfter(LIST, after, KEY) ?? START;
  for (let more = true; more && found.length <= limit;) {
    const { rows } = await db.query<Row>(notices(situation, asOf, authority ?? null, facet ?? null, limit + 1, ...from));
    const read = rows.map((row) => ({ item: changeFrom(row), key: keyOf(row) }));
    found.push(...read.filter(({ item }) => !understatedOnly || item.noteUnderstates));
    from = read.at(-1)?.key ?? from;
    more = rows.length > limit;
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    next: found.length > limit && last !== undefined ? writeCursor({ list: LIST, key: last.key, asOf }) : null,
  };
};
