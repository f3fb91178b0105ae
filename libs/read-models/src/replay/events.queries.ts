import type { CommitPosition, EventCodec, RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import type { Queryable } from '../postgres/queryable.js';

/** What is folded is held in memory as long as somebody looks at it: so many events at most, so many bytes of their data. */
export const MOST_REPLAYED_EVENTS = 25_000;
export const MOST_REPLAYED_BYTES = 16 * 1024 * 1024;

/** The situation has more events than are folded in memory. */
export class TooManyEvents extends Error {
  override readonly name = 'TooManyEvents';
}

const PAGE = 500;
/** Of a page as it is stored: texts are compressed to a fraction. */
const PAGE_BYTES = 1024 * 1024;

type Row = {
  event_id: string;
  stream: string;
  version: number;
  log_offset: string;
  event_index: number;
  type: string;
  schema: number;
  data: string;
  recorded_at: Date;
  actor: string;
  command_id: string;
  correlation_id: string;
};

/** The last commit of the situation up to `position`, and how many events it has until then, counted no further than is needed. */
export const ownPosition = async (
  db: Queryable,
  situation: string,
  { partition, offset }: CommitPosition,
): Promise<{ position: CommitPosition; events: number }> => {
  const { rows } = await db.query<{ last: string | null; events: number }>({
    name: 'replay-own-position',
    text: `
      SELECT max(event.log_offset) AS last, count(*)::int AS events
      FROM (
        SELECT log_offset FROM derived.events WHERE situation = $1 AND log_offset <= $2 LIMIT ${MOST_REPLAYED_EVENTS + 1}
      ) AS event`,
    values: [situation, offset],
  });
  const { last = null, events = 0 } = rows[0] ?? {};
  if (events > MOST_REPLAYED_EVENTS) {
    throw new TooManyEvents(`${situation} has more than ${MOST_REPLAYED_EVENTS} events up to ${partition}-${offset}`);
  }
  return { position: { partition, offset: last === null ? offset : Number(last) }, events };
};

/** The texts of a notice play no part in what is folded, and may be larger than all the rest. That there were some, and their hash, is kept. */
const withoutTexts = (event: RecordedEvent<DomainEvent>['event']): RecordedEvent<DomainEvent>['event'] => {
  if (event.type === 'AdvisoryObserved' || event.type === 'AdvisoryChanged') {
    return event.content === undefined ? event : { ...event, content: { ...event.content, sections: {} } };
  }
  if (event.type === 'FactCorrected') return { ...event, replacement: withoutTexts(event.replacement) as typeof event.replacement };
  return event;
};

/**
 * The events of a situation up to a commit of its own, in the order of the log, and the size of what is kept of them. Read by the index of the
 * streams, page by page. Throws {@link TooManyEvents}.
 */
export const eventsOf = async (
  db: Queryable,
  codec: EventCodec<DomainEvent>,
  situation: string,
  { partition, offset }: CommitPosition,
): Promise<{ events: RecordedEvent<DomainEvent>[]; bytes: number }> => {
  const events: RecordedEvent<DomainEvent>[] = [];
  let bytes = 0;
  let after: readonly [string, number] = ['', 0];
  for (;;) {
    const { rows } = await db.query<Row>({
      name: 'replay-events',
      text: `
        SELECT page.event_id, page.stream, page.version, page.log_offset, page.event_index, page.type, page.schema, page.data::text AS data,
          page.recorded_at, page.actor, page.command_id, page.correlation_id
        FROM (
          SELECT event.*, sum(pg_column_size(event.data)) OVER (ORDER BY event.stream, event.version) - pg_column_size(event.data) AS before
          FROM (
            SELECT * FROM derived.events
            WHERE situation = $1 AND (stream, version) > ($2, $3) AND log_offset <= $4
            ORDER BY stream, version LIMIT ${PAGE}
          ) AS event
        ) AS page
        WHERE page.before < ${PAGE_BYTES}
        ORDER BY page.stream, page.version`,
      values: [situation, ...after, offset],
    });
    const last = rows.at(-1);
    if (last === undefined) break;
    after = [last.stream, last.version];
    for (const row of rows) {
      const event = withoutTexts(
        codec.decode({ type: row.type, schema: row.schema, data: JSON.parse(row.data) as Record<string, unknown> }),
      );
      bytes += JSON.stringify(event).length;
      events.push(recordedFrom(situation, partition, row, event));
    }
    if (events.length > MOST_REPLAYED_EVENTS || bytes > MOST_REPLAYED_BYTES) {
      throw new TooManyEvents(`the events of ${situation} take more than ${MOST_REPLAYED_EVENTS} events or ${MOST_REPLAYED_BYTES} bytes`);
    }
  }
  events.sort((a, b) => a.position.offset - b.position.offset || a.position.index - b.position.index);
  return { events, bytes };
};

const recordedFrom = (
  situationId: string,
  partition: number,
  row: Row,
  event: RecordedEvent<DomainEvent>['event'],
): RecordedEvent<DomainEvent> => ({
  id: row.event_id,
  situationId,
  stream: row.stream,
  version: row.version,
  position: { partition, offset: Number(row.log_offset), index: row.event_index },
  recordedAt: row.recorded_at.toISOString(),
  actor: row.actor,
  commandId: row.command_id,
  correlationId: row.correlation_id,
  event,
});
