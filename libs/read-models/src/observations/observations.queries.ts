import { formatEventPosition } from '../../../event-log/src/index.js';
import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, pageOf, type PageRequest } from '../page.js';
import { asOfQuery, DAY_BOUND, inOrder, keysOf, LAST_KEY, versionOf } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Json } from '../projection.js';
import type { Observation, ObservationFilter } from './observations.answer.js';
import type { StoredObservation } from './observations.projection.js';

type Row = {
  key: string;
  value: StoredObservation;
  event_id: string;
  valid_from: Date;
  valid_to: Date | null;
  recorded_at: Date;
  partition: number;
  log_offset: string;
  event_index: number;
  version: number;
  competing: { value: StoredObservation; event_id: string; valid_from: string }[];
};

/** $5, $6 bounds of the keys, $7 subject, $8 limit. */
const current = asOfQuery(
  'observations',
  (known) => `
  WITH RECURSIVE ${keysOf('observations', '$5', '$6')}
  SELECT keys.key, found.value, found.event_id, found.valid_from, found.valid_to, found.recorded_at, found.partition, found.log_offset,
    found.event_index, ${versionOf(`found.value ->> 'stream'`)} AS version, (
      SELECT coalesce(json_agg(json_build_object('value', other.value, 'event_id', other.event_id, 'valid_from', other.valid_from)
        ORDER BY ${inOrder('other', 'ASC')}), '[]')
      FROM derived.observations AS other
      WHERE other.situation = $1 AND other.key = keys.key AND other.day = found.day AND other.valid_from <= $4::timestamptz
        AND other.value -> 'value' <> found.value -> 'value' AND ${known('other')}
    ) AS competing
  FROM keys
  CROSS JOIN LATERAL (
    SELECT row.*
    FROM derived.observations AS row
    WHERE row.situation = $1 AND row.key = keys.key AND row.day <= ${DAY_BOUND} AND row.valid_from <= $4::timestamptz AND ${known('row')}
    ORDER BY ${inOrder('row', 'DESC')}
    LIMIT 1
  ) AS found
  WHERE keys.key IS NOT NULL AND ($7::text IS NULL OR substr(keys.key, strpos(keys.key, '/') + 1) = $7)
  ORDER BY keys.key
  LIMIT $8`,
);

const observationFrom =
  (validAt: number) =>
  (row: Row): Observation => {
    const { value } = row;
    const ended = row.valid_to !== null && row.valid_to.getTime() <= validAt;
    return {
      kind: value.kind,
      subject: value.subject,
      observationId: value.observationId,
      eventId: row.event_id,
      value: ended ? { status: 'unknown' } : (value.value as Json),
      since: (ended && row.valid_to !== null ? row.valid_to : row.valid_from).toISOString(),
      validTo: row.valid_to?.toISOString() ?? null,
      place: value.place ?? null,
      summary: value.summary ?? null,
      occurred: value.occurred,
      publishedAt: value.publishedAt ?? null,
      observedAt: value.observedAt ?? null,
      recordedAt: row.recorded_at.toISOString(),
      source: value.source,
      confidence: value.confidence,
      remarks: value.remarks ?? [],
      position: formatEventPosition({ partition: row.partition, offset: Number(row.log_offset), index: row.event_index }),
      stream: value.stream,
      version: row.version,
      competing: row.competing.map(({ value: other, event_id, valid_from }) => ({
        eventId: event_id,
        observationId: other.observationId,
        value: other.value as Json,
        since: new Date(valid_from).toISOString(),
        source: other.source,
        confidence: other.confidence,
      })),
    };
  };

const LIST = 'observations';

/** What is known of each subject at validAt, by kind and subject. */
export const observations = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { kind, subject, limit, after }: ObservationFilter & PageRequest,
): Promise<Page<Observation>> => {
  const [low, high] = kind === undefined ? ['', LAST_KEY] : [`${kind}/`, `${kind}0`]; // 0 follows / in ASCII
  const [above = low] = keyAfter(LIST, after, ['text']) ?? [];
  const { rows } = await db.query<Row>(current(situation, asOf, above, high, subject ?? null, limit + 1));
  return pageOf(rows, limit, observationFrom(Date.parse(asOf.validAt)), { list: LIST, keyOf: (row) => [row.key], asOf });
};
