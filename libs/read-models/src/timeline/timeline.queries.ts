import { formatEventPosition } from '../../../event-log/src/index.js';
import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, pageOf, type PageRequest } from '../page.js';
import { asOfQuery } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { correctedBy, type Mending } from './corrected-by.js';
import type { TimelineEntry, TimelineFilter } from './timeline.answer.js';
import type { StoredEntry } from './timeline.entry.js';

type Row = {
  value: StoredEntry;
  event_id: string;
  valid_from: Date;
  recorded_at: Date;
  partition: number;
  log_offset: string;
  event_index: number;
};

/** $5 limit, $6 kind or type, $7 place, $8 source, $9 text, $10 from, $11 to, then the sort key after which to go on. */
const entries = (known: string, axis: 'valid_from' | 'recorded_at', order: string, after: string) => `
  SELECT row.value, row.event_id, row.valid_from, row.recorded_at, row.partition, row.log_offset, row.event_index
  FROM derived.timeline AS row
  WHERE row.situation = $1 AND ${known} AND row.valid_from <= $4::timestamptz
    AND ($6::text IS NULL OR row.key = $6 OR row.value ->> 'type' = $6)
    AND ($7::text IS NULL OR strpos(lower(row.value #>> '{place,name}'), lower($7)) > 0)
    AND ($8::text IS NULL OR row.value #>> '{source,id}' = $8)
    AND ($9::text IS NULL OR strpos(lower(row.value ->> 'text'), lower($9)) > 0)
    AND ($10::timestamptz IS NULL OR row.${axis} >= $10) AND ($11::timestamptz IS NULL OR row.${axis} < $11)
    AND (${order}) > (${after})
  ORDER BY ${order}
  LIMIT $5`;

const ORDERS = {
  occurred: {
    list: 'timeline-occurred',
    shape: ['instant', 'offset', 'int'],
    start: ['-infinity', -1, -1],
    keyOf: (row: Row) => [row.valid_from.toISOString(), Number(row.log_offset), row.event_index],
    query: asOfQuery('timeline-occurred', (known) =>
      entries(known('row'), 'valid_from', 'row.valid_from, row.log_offset, row.event_index', '$12::timestamptz, $13::bigint, $14::int'),
    ),
  },
  recorded: {
    list: 'timeline-recorded',
    shape: ['offset', 'int'],
    start: [-1, -1],
    keyOf: (row: Row) => [Number(row.log_offset), row.event_index],
    query: asOfQuery('timeline-recorded', (known) =>
      entries(known('row'), 'recorded_at', 'row.log_offset, row.event_index', '$12::bigint, $13::int'),
    ),
  },
} as const;

/**
 * $5 the streams, $6 whether asked on the published clock: there it is as if what we wrote down wrongly had never been otherwise, from when
 * the correction is on record.
 */
const mendings = asOfQuery(
  'timeline-corrections',
  (known) => `
  SELECT row.event_id AS "eventId", row.value #>> '{detail,corrects}' AS corrects, row.value #>> '{detail,retracts}' AS retracts,
    $4::timestamptz AS valid_at
  FROM derived.timeline AS row
  WHERE row.situation = $1 AND row.key = 'correction' AND row.value ->> 'stream' = ANY ($5::text[])
    AND (${known('row')} OR ($6::boolean AND row.log_offset <= $2 AND row.value #>> '{detail,cause}' = 'transcription'))
  ORDER BY row.log_offset, row.event_index`,
);

const correctionsOf = async (db: Queryable, situation: string, asOf: AsOf, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> => {
  const streams = [...new Set(rows.map(({ value }) => value.stream))];
  const { rows: found } = await db.query<Mending>(mendings(situation, asOf, streams, asOf.clock === 'published'));
  return correctedBy(found);
};

const entryFrom = (
  { value, event_id, valid_from, recorded_at, partition, log_offset, event_index }: Row,
  by: string | null,
): TimelineEntry => ({
  eventId: event_id,
  position: formatEventPosition({ partition, offset: Number(log_offset), index: event_index }),
  stream: value.stream,
  version: value.version,
  type: value.type,
  kind: value.kind,
  text: value.text,
  place: value.place,
  actors: value.actors,
  source: value.source,
  confidence: value.confidence,
  occurred: value.occurred,
  validFrom: valid_from.toISOString(),
  publishedAt: value.publishedAt,
  observedAt: value.observedAt,
  recordedAt: recorded_at.toISOString(),
  detail: value.detail,
  correctedBy: by,
});

/** Everything that had happened by validAt and was known, oldest first in the order asked. */
export const timelineEntries = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { order, kind, place, source, text, from, to, limit, after }: TimelineFilter & PageRequest,
): Promise<Page<TimelineEntry>> => {
  const { list, shape, start, keyOf, query } = ORDERS[order];
  const filter = [kind, place, source, text, from, to].map((value) => value ?? null);
  const { rows } = await db.query<Row>(query(situation, asOf, limit + 1, ...filter, ...(keyAfter(list, after, shape) ?? start)));
  const corrections = await correctionsOf(db, situation, asOf, rows);
  return pageOf(rows, limit, (row) => entryFrom(row, corrections.get(row.event_id) ?? null), { list, keyOf, asOf });
};
