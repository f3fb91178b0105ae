import { type CommitPosition, formatEventPosition } from '../../../event-log/src/index.js';
import type { Queryable } from '../postgres/queryable.js';

/** Where an event stands, and the source that it names. */
export type EventPlace = { readonly position: string; readonly sourceId: string | null };

/** $1 situation, $2 partition, $3 offset, $4 ids. An id that stands twice is told where it stands first. */
const PLACES = `
  SELECT DISTINCT ON (event.event_id) event.event_id, event.log_offset, event.event_index,
    coalesce(event.data #>> '{replacement,source,id}', event.data #>> '{source,id}') AS source_id
  FROM derived.events AS event
  WHERE event.event_id = ANY($4::uuid[]) AND event.situation = $1 AND event.partition = $2 AND event.log_offset <= $3
  ORDER BY event.event_id, event.log_offset, event.event_index`;

type Row = { event_id: string; log_offset: string; event_index: number; source_id: string | null };

export const eventPlaces = async (
  db: Queryable,
  situation: string,
  { partition, offset }: CommitPosition,
  ids: readonly string[],
): Promise<ReadonlyMap<string, EventPlace>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<Row>({ name: 'diff-event-places', text: PLACES, values: [situation, partition, offset, ids] });
  return new Map(
    rows.map((row) => [
      row.event_id,
      { position: formatEventPosition({ partition, offset: Number(row.log_offset), index: row.event_index }), sourceId: row.source_id },
    ]),
  );
};
