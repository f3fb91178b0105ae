import { formatEventPosition } from '../../../../libs/event-log/src/index.js';
import type { Queryable } from '../../../../libs/read-models/src/index.js';
import { toldOf } from '../queries/event.answer.js';
import { type Place, type Vector, whole } from './live-vector.js';
import type { LiveEvent } from './recent-events.js';

/** Events that are looked at, of each partition, in one go; and bytes of data, as they are stored, that are read of them. */
const PAGE = 500;
const PAGE_BYTES = 256 * 1024;

export type LivePage = {
  /** In the order of recording, each partition in its own. */
  readonly events: readonly LiveEvent[];
  /** How far the page goes. */
  readonly reached: Vector;
  /** Whether it ends before the record does. */
  readonly more: boolean;
};

/** What is read of the record: of these situations and types, in these partitions; undefined is all. */
export type LiveQuestion = {
  readonly situations?: readonly string[];
  readonly types?: readonly string[];
  readonly partitions?: readonly number[];
};

type Row = {
  partition: number;
  last_offset: string;
  log_offset: string | null;
  event_index: number;
  asked: boolean | null;
  more: boolean | null;
  event_id: string;
  situation: string;
  stream: string;
  version: number;
  type: string;
  schema: number;
  data: string;
  recorded_at: Date;
  actor: string;
  reason: string | null;
  command_id: string;
  correlation_id: string;
  causation_id: string | null;
};

/**
 * The next events after `from`. One statement is one snapshot, and an arbiter moves the cursor in the transaction that writes the events: what a
 * page passes over will not come later. It costs one look into the index for each partition, and as many rows as it looks at.
 */
export const liveEvents = async (db: Queryable, from: Vector, { situations, types, partitions }: LiveQuestion = {}): Promise<LivePage> => {
  const { rows } = await db.query<Row>({
    name: 'live-events',
    text: `
      SELECT cursor.partition, cursor.last_offset, page.log_offset, page.event_index, page.asked, page.more, page.event_id, page.situation,
        page.stream, page.version, page.type, page.schema, CASE WHEN page.asked THEN page.data::text END AS data, page.recorded_at, page.actor,
        page.reason, page.command_id, page.correlation_id, page.causation_id
      FROM unnest($1::bigint[], $2::int[]) WITH ORDINALITY AS place (log_offset, event_index, number)
      JOIN derived.cursors AS cursor ON cursor.partition = place.number - 1
      LEFT JOIN LATERAL (
        SELECT fitting.*, lead(1) OVER (ORDER BY fitting.log_offset, fitting.event_index) IS NULL AS last
        FROM (
          SELECT measured.*, count(*) OVER () = ${PAGE} OR bool_or(measured.before >= ${PAGE_BYTES}) OVER () AS more
          FROM (
            SELECT event.*, coalesce(sum(pg_column_size(event.data)) FILTER (WHERE event.asked) OVER (
              ORDER BY event.log_offset, event.event_index ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
            FROM (
              SELECT event.*, ($3::text[] IS NULL OR event.situation = ANY ($3)) AND ($4::text[] IS NULL OR event.type = ANY ($4)) AS asked
              FROM derived.events AS event
              WHERE event.partition = cursor.partition AND (event.log_offset, event.event_index) > (place.log_offset, place.event_index)
                AND ($5::int[] IS NULL OR event.partition = ANY ($5))
              ORDER BY event.log_offset, event.event_index LIMIT ${PAGE}
            ) AS event
          ) AS measured
        ) AS fitting
        WHERE fitting.before < ${PAGE_BYTES}
      ) AS page ON page.asked OR page.last
      ORDER BY page.recorded_at, cursor.partition, page.log_offset, page.event_index`,
    values: [from.map(({ offset }) => offset), from.map(({ index }) => index), situations ?? null, types ?? null, partitions ?? null],
  });
  const reached = [...from];
  for (const row of rows) reached[row.partition] = placeAfter(row, from[row.partition]!);
  return {
    events: rows.filter(({ asked }) => asked === true).map(liveEventFrom),
    reached,
    more: rows.some(({ more }) => more === true),
  };
};

/** Up to the last event looked at where there are more behind it, else as far as the record was judged. */
const placeAfter = ({ more, log_offset, event_index, last_offset }: Row, from: Place): Place => {
  if (more === true) return { offset: Number(log_offset), index: event_index };
  return Number(last_offset) >= from.offset ? whole(Number(last_offset)) : from;
};

const liveEventFrom = (row: Row): LiveEvent => {
  const { partition, log_offset, event_index: index, situation, type, data } = row;
  const offset = Number(log_offset);
  const told = toldOf({
    eventId: row.event_id,
    situation,
    stream: row.stream,
    version: row.version,
    position: formatEventPosition({ partition, offset, index }),
    recordedAt: row.recorded_at,
    actor: row.actor,
    reason: row.reason,
    commandId: row.command_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    type,
    schema: row.schema,
  });
  // The data goes out as PostgreSQL writes it, which has no line breaks.
  const json = `${JSON.stringify(told).slice(0, -1)},"data":${data}}`;
  return { partition, place: { offset, index }, situation, type, body: Buffer.from(`event: accepted\ndata: ${json}\n\n`) };
};

/** Which of the situations nobody opened. */
export const unknownSituations = async (db: Queryable, situations: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await db.query<{ situation: string }>({
    name: 'live-unknown-situations',
    text: `
      SELECT situation FROM unnest($1::text[]) AS asked (situation)
      WHERE NOT EXISTS (SELECT FROM derived.heads AS head WHERE head.situation = asked.situation AND head.stream = 'situation')`,
    values: [situations],
  });
  return rows.map(({ situation }) => situation);
};
