import type { RecordedEvent } from '../../libs/event-log/src/index.js';
import {
  boundMs,
  type Claim,
  dayOf,
  type DomainEvent,
  type Fact,
  knownToPublicMs,
  type Occurred,
  occurredRange,
} from '../../libs/situations/src/index.js';

// The meaning of the read models in the plainest words: a list of everything that was ever said, and what was taken back. Shares nothing with them.

type Recorded = RecordedEvent<DomainEvent>;
type Sighting = Pick<Fact, 'publishedAt' | 'observedAt'>;
/** Milliseconds. */
type Gone = { offset: number; recorded: number; published: number; by: string };
export type Said = {
  subject: string;
  value: unknown;
  from: number;
  to: number;
  day: string;
  seq: number;
  published: number;
  recorded: number;
  offset: number;
  /** Place in the list. */
  order: number;
  /** The event that says it, and the one by which it counts. */
  eventId: string;
  author: string;
  gone?: Gone;
};
type Statement = Pick<Said, 'subject' | 'value' | 'from' | 'to' | 'day' | 'seq'> & { own?: Sighting };

const always = { from: -Infinity, to: Infinity, day: '0001-01-01' };

const claimsOf = (incident: string, claims: readonly Claim[], seq: number): Statement[] =>
  claims.map((claim) => ({
    subject: `${incident} claim ${claim.claimId}`,
    value: claim.figures[0]!.low,
    ...always,
    seq,
    ...((claim.publishedAt ?? claim.observedAt) !== undefined && { own: claim }),
  }));

const endOf = ({ validTo, occurred }: { validTo?: string; occurred: Occurred }): number =>
  validTo === undefined ? Infinity : boundMs(validTo, 'end', occurred.zone)!;
const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const statementsOf = (event: DomainEvent, version: number): Statement[] => {
  switch (event.type) {
    case 'AdvisoryChanged': {
      const { authority, facets, occurred, seq } = event;
      const when = { from: occurredRange(occurred).start, to: endOf(event), day: dayOf(occurred), seq };
      return [
        { subject: `${authority} notice`, value: null, ...when },
        ...Object.entries(facets).map(([facet, value]) => ({ subject: `${authority} ${facet}`, value, ...when })),
      ];
    }
    case 'IncidentReported': {
      const from = occurredRange(event.occurred).start;
      const report = { subject: `${event.incidentId} report`, value: event.kind, from, to: Infinity, day: utcDay(from), seq: 0 };
      return [report, ...claimsOf(event.incidentId, event.claims, version)];
    }
    case 'ClaimAdded':
    case 'ClaimRevised':
      return claimsOf(event.incidentId, [event.claim], version).map(({ own: _own, ...claim }) => claim);
    case 'ClaimRetracted':
      return [{ subject: `${event.incidentId} claim ${event.claimId}`, value: null, ...always, seq: version }];
    case 'IncidentReclassified':
      return [{ subject: `${event.incidentId} kind`, value: event.kind, ...always, seq: version }];
    case 'IncidentMerged':
      return [{ subject: `${event.incidentId} merge`, value: event.into, ...always, seq: version }];
    case 'IncidentUnmerged':
      return [{ subject: `${event.incidentId} merge`, value: null, ...always, seq: version }];
    case 'ObservationRecorded': {
      const from = occurredRange(event.occurred).start;
      const { status } = event.value as { status: string };
      return [{ subject: `schools ${event.subject}`, value: status, from, to: endOf(event), day: utcDay(from), seq: 0 }];
    }
  }
  return [];
};

const sightingOf = (event: DomainEvent): Sighting =>
  event.type === 'ClaimAdded' || event.type === 'ClaimRevised'
    ? event.claim
    : event.type === 'FactCorrected'
      ? sightingOf(event.replacement)
      : (event as Sighting);

/** Everything that was said in the history, with what became of it. */
export const naiveRecord = (events: readonly Recorded[]): Said[] => {
  const record: Said[] = [];
  for (const { id, event, version, recordedAt, position } of events) {
    if (event.type === 'Unreadable') continue;
    const recorded = Date.parse(recordedAt);
    const place = { recorded, offset: position.offset, author: id };
    const publicFrom = knownToPublicMs(sightingOf(event), recordedAt);
    if (event.type !== 'FactCorrected' && event.type !== 'FactRetracted') {
      for (const { own, ...statement } of statementsOf(event, version)) {
        const published = own === undefined ? publicFrom : knownToPublicMs(own, recordedAt);
        record.push({ ...statement, ...place, published, order: record.length, eventId: id });
      }
      continue;
    }
    const target = event.type === 'FactCorrected' ? event.corrects : event.retracts;
    const neverPublic = event.cause === 'transcription';
    const taken = record.filter((said) => said.gone === undefined && (said.eventId === target || said.author === target));
    const undone = record.filter((said) => said.gone?.by === target);
    for (const said of taken) said.gone = { offset: position.offset, recorded, published: neverPublic ? -Infinity : publicFrom, by: id };
    if (event.type === 'FactRetracted') {
      for (const { gone, ...said } of undone) {
        const published = Math.max(said.published, gone!.published, neverPublic ? -Infinity : publicFrom);
        record.push({ ...said, ...place, published, order: record.length });
      }
      continue;
    }
    const { publishedAt } = sightingOf(event.replacement);
    const inherited = taken.length === 0 ? recorded : Math.min(...taken.map((said) => said.published));
    const isNotice = event.replacement.type === 'AdvisoryChanged';
    for (const { own, ...statement } of statementsOf(event.replacement, version)) {
      const stated = own === undefined ? undefined : knownToPublicMs(own, recordedAt);
      const published = neverPublic
        ? (stated ?? (publishedAt === undefined ? inherited : publicFrom))
        : Math.max(stated ?? publicFrom, publicFrom);
      const seq = isNotice
        ? statement.seq
        : Math.max(0, ...taken.filter((said) => said.subject === statement.subject).map((said) => said.seq));
      record.push({ ...statement, ...place, seq, published, order: record.length, eventId: id });
    }
  }
  return record;
};
