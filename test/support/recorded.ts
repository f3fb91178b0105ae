import type { ClientBase, Pool } from 'pg';
import { eventCodec, type RecordedEvent } from '../../libs/event-log/src/index.js';
import { applyChanges, changesOf, type DomainEvent, LIVE_PROJECTIONS } from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';

type Event = RecordedEvent<DomainEvent>['event'];
export type RecordedAs = {
  situationId?: string;
  stream?: string;
  version?: number;
  partition?: number;
  offset?: number;
  index?: number;
  recordedAt?: string;
};

const STREAM: { [Type in Event['type']]: (event: Extract<Event, { type: Type }>) => string } = {
  Unreadable: () => 'situation',
  SituationOpened: () => 'situation',
  SituationParametersSet: () => 'situation',
  SituationClosed: () => 'situation',
  SituationReopened: () => 'situation',
  AdvisoryObserved: ({ authority, destination }) => `advisory/${authority}/${destination}`,
  AdvisoryChanged: ({ authority, destination }) => `advisory/${authority}/${destination}`,
  IncidentReported: ({ incidentId }) => `incident/${incidentId}`,
  ClaimAdded: ({ incidentId }) => `incident/${incidentId}`,
  ClaimRevised: ({ incidentId }) => `incident/${incidentId}`,
  ClaimRetracted: ({ incidentId }) => `incident/${incidentId}`,
  IncidentReclassified: ({ incidentId }) => `incident/${incidentId}`,
  ObservationRecorded: ({ kind, subject }) => `observation/${kind}/${subject}`,
  SourceRegistered: ({ sourceId }) => `source/${sourceId}`,
  SourceChecked: ({ sourceId }) => `source/${sourceId}`,
  SourceDegraded: ({ sourceId }) => `source/${sourceId}`,
  SourceRecovered: ({ sourceId }) => `source/${sourceId}`,
  IncidentMerged: ({ incidentId }) => `incident/${incidentId}`,
  IncidentUnmerged: ({ incidentId }) => `incident/${incidentId}`,
  FactCorrected: ({ replacement }) => streamOf(replacement),
  FactRetracted: () => 'situation',
};
const streamOf = (event: Event): string => (STREAM[event.type] as (event: Event) => string)(event);

/** The id that {@link recorded} gives to the event at a position: readable in a test. */
export const idAt = (offset: number, index = 0): string =>
  `00000000-0000-4000-8000-${String(offset).padStart(8, '0')}${String(index).padStart(4, '0')}`;

/** One event as the log holds it. */
export const recorded = (event: Event, as: RecordedAs = {}): RecordedEvent<DomainEvent> => {
  const { situationId = 'mali-2025', stream = streamOf(event), version = 1, partition = 0, offset = 1, index = 0 } = as;
  return {
    id: idAt(offset, index),
    situationId,
    stream,
    version,
    position: { partition, offset, index },
    recordedAt: as.recordedAt ?? '2026-05-01T00:00:00.000Z',
    actor: 'anonymous',
    commandId: idAt(offset, 9999),
    correlationId: 'test',
    event,
  };
};

/** A history in which each commit holds one event, or those of an array: offsets from `from`, a second apart, versions by stream. */
export const history = (
  commits: readonly (Event | readonly Event[])[],
  { from = 1, start = '2026-05-01T00:00:00.000Z', situationId = 'mali-2025', versions = new Map<string, number>() } = {},
): RecordedEvent<DomainEvent>[] =>
  commits.flatMap((commit, number) =>
    ([commit].flat() as Event[]).map((event, index) => {
      const stream = streamOf(event);
      const version = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      const recordedAt = new Date(Date.parse(start) + number * 1000).toISOString();
      return recorded(event, { situationId, offset: from + number, index, version, recordedAt });
    }),
  );

/** Stores events, heads and cursor in the transaction of `client`. */
export const storeEvents = async (client: ClientBase, events: readonly RecordedEvent<DomainEvent>[]): Promise<void> => {
  await client.query(CORE, [JSON.stringify(events.map((item) => ({ ...item, ...item.position, data: dataOf(item.event) })))]);
};

/** Stores events, heads and cursor and applies the live read models, `batchSize` events a transaction, as the arbiter does. */
export const record = async (pool: Pool, events: readonly RecordedEvent<DomainEvent>[], batchSize = Infinity): Promise<void> => {
  for (let start = 0; start < events.length; start += batchSize) {
    const batch = events.slice(start, start + batchSize);
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await storeEvents(client, batch);
      await applyChanges(client, changesOf(LIVE_PROJECTIONS, batch));
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }
};

const CODEC = eventCodec<DomainEvent>(EVENT_SCHEMAS);

/** As the product writes it: in the newest shape of its type. */
const dataOf = (event: Event): object => {
  if (event.type === 'Unreadable') {
    const { type: _, ...data } = event;
    return { type: event.storedType, schema: 1, data };
  }
  return CODEC.encode(event);
};

const CORE = `
  WITH event AS (
    SELECT * FROM json_to_recordset($1) AS event (
      partition int, "offset" bigint, index int, id uuid, "situationId" text, stream text, version int, data json, "recordedAt" timestamptz,
      actor text, "commandId" uuid, "correlationId" text)
  ), stored AS (
    INSERT INTO derived.events
      (partition, log_offset, event_index, event_id, situation, stream, version, type, schema, data, recorded_at, actor, command_id, correlation_id)
    SELECT partition, "offset", index, id, "situationId", stream, version, data->>'type', (data->>'schema')::int, (data->'data')::jsonb, "recordedAt", actor,
      "commandId", "correlationId"
    FROM event ON CONFLICT DO NOTHING
  ), heads AS (
    INSERT INTO derived.heads SELECT "situationId", stream, max(version) FROM event GROUP BY 1, 2
    ON CONFLICT (situation, stream) DO UPDATE SET version = greatest(heads.version, excluded.version)
  )
  INSERT INTO derived.cursors (partition, last_offset, recorded_at) SELECT partition, max("offset"), max("recordedAt") FROM event GROUP BY 1
  ON CONFLICT (partition) DO UPDATE SET last_offset = greatest(cursors.last_offset, excluded.last_offset)`;
