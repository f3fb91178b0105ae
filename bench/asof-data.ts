import type { Pool } from 'pg';
import type { RecordedEvent } from '../libs/event-log/src/index.js';
import { applyChanges, changesOf, type DomainEvent, LIVE_PROJECTIONS } from '../libs/read-models/src/index.js';
import { type AdvisoryChanged, DAY_MS, type IncidentReported, type ObservationRecorded } from '../libs/situations/src/index.js';

/** Events of one transaction while the data is made. */
const CHUNK = 2_000;
const AUTHORITIES = ['AU-DFAT', 'CA-GAC', 'DE-AA', 'FR-MEAE', 'GB-FCDO', 'IE-DFA', 'US-STATE'] as const;
const source = { id: 'bench', title: 'Benchmark' };
/** Each authority publishes every twelve hours. */
export const NOTICE_EVERY_MS = (12 * 3_600_000) / AUTHORITIES.length;
export const START = Date.parse('1700-01-01T00:00:00Z');

/** A number of the same length for every event, so that its id is a UUID. */
const uuid = (offset: number): string => `00000000-0000-4000-8000-${String(offset).padStart(12, '0')}`;
const at = (ms: number): string => new Date(ms).toISOString();

/** Notices of seven authorities in turn: every one changes two facets. */
export const noticeAt = (n: number): AdvisoryChanged => {
  const occurred = { from: at(START + n * NOTICE_EVERY_MS), precision: 'minute' } as const;
  return {
    type: 'AdvisoryChanged',
    noticeId: `n-${n}`,
    authority: AUTHORITIES[n % AUTHORITIES.length]!,
    destination: 'ML',
    seq: 1 + (Math.floor(n / AUTHORITIES.length) % 2),
    facets: { departure: n % 2 === 0 ? 'authorized' : 'ordered', airport: n % 3 === 0 ? 'closed' : 'open' },
    occurred,
    publishedAt: { at: occurred.from, precision: 'minute', basis: 'stated' },
    source,
  };
};

/** Attacks and fuel reports in turn, over one year however many they are. */
export const reportAt = (n: number, of: number): IncidentReported | ObservationRecorded => {
  const occurred = { from: at(START + Math.floor((n / of) * 365 * DAY_MS)), precision: 'minute' } as const;
  const fact = { occurred, publishedAt: { at: occurred.from, precision: 'minute', basis: 'stated' }, source } as const;
  if (n % 2 === 0) {
    return {
      type: 'IncidentReported',
      incidentId: `i-${n}`,
      kind: 'convoy-attacked',
      place: { name: 'Kayes' },
      actors: [],
      claims: [],
      ...fact,
    };
  }
  return {
    type: 'ObservationRecorded',
    observationId: `o-${n}`,
    kind: 'fuel-inflow',
    subject: 'country',
    value: { tankersPerDay: n % 200 },
    ...fact,
  };
};

/** The year of the reports, whole. */
export const ALL_YEAR = { from: at(START), to: at(START + 365 * DAY_MS) };

/** Of three, one is a notice and two are reports, over one year however many they are. */
export const crisisAt = (n: number, of: number): Made => {
  if (n % 3 !== 0) return reportAt(n, of);
  const { occurred, publishedAt } = reportAt(n, of);
  return { ...noticeAt(n), occurred, ...(publishedAt !== undefined && { publishedAt }) };
};

type Made = AdvisoryChanged | IncidentReported | ObservationRecorded;

const streamOf = (event: Made): string => {
  switch (event.type) {
    case 'AdvisoryChanged':
      return `advisory/${event.authority}/${event.destination}`;
    case 'IncidentReported':
      return `incident/${event.incidentId}`;
    case 'ObservationRecorded':
      return `observation/${event.kind}/${event.subject}`;
  }
};

/** Records `count` events of `make` in the situation, as the arbiter would have, from offset `from` on. Only the named read models take them. */
export const fill = async (
  pool: Pool,
  {
    situation,
    from,
    count,
    make,
    models,
  }: { situation: string; from: number; count: number; make: (n: number) => Made; models: readonly string[] },
): Promise<void> => {
  const projections = LIVE_PROJECTIONS.filter(({ name }) => models.includes(name));
  for (let first = from; first < from + count; first += CHUNK) {
    const events = Array.from({ length: Math.min(CHUNK, from + count - first) }, (_, i): RecordedEvent<DomainEvent> => {
      const offset = first + i;
      const event = make(offset - from);
      return {
        id: uuid(offset),
        situationId: situation,
        stream: streamOf(event),
        version: 1 + Math.floor((offset - from) / AUTHORITIES.length),
        position: { partition: 0, offset, index: 0 },
        recordedAt: at(START + (offset - from) * NOTICE_EVERY_MS),
        actor: 'bench',
        commandId: uuid(offset),
        correlationId: 'bench',
        event,
      };
    });
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query({
        text: `WITH heads AS (
                 INSERT INTO derived.heads (situation, stream, version, log_offset)
                 SELECT $1, stream, max(version), max(log_offset) FROM unnest($2::bigint[], $4::text[], $5::int[]) AS row (log_offset, stream, version)
                 GROUP BY stream
                 ON CONFLICT (situation, stream) DO UPDATE SET version = excluded.version, log_offset = excluded.log_offset
               )
               INSERT INTO derived.events (partition, log_offset, event_index, event_id, situation, stream, version, type, schema, data, recorded_at, actor, command_id, correlation_id)
               SELECT 0, log_offset, 0, event_id, $1, stream, version, type, 1, '{}', recorded_at, 'bench', event_id, 'bench'
               FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::timestamptz[]) AS row (log_offset, event_id, stream, version, type, recorded_at)`,
        values: [
          situation,
          events.map(({ position }) => position.offset),
          events.map(({ id }) => id),
          events.map(({ stream }) => stream),
          events.map(({ version }) => version),
          events.map(({ event }) => event.type),
          events.map(({ recordedAt }) => recordedAt),
        ],
      });
      await applyChanges(client, changesOf(projections, events));
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }
};
