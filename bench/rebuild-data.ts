import type { DomainEvent } from '../libs/read-models/src/index.js';

/** Situations, over all partitions. */
const SITUATIONS = 40;
export const AUTHORITIES = ['AU-DFAT', 'CA-GAC', 'DE-AA', 'FR-MEAE', 'GB-FCDO', 'IE-DFA', 'US-STATE'] as const;
/** One event in so many mends one that was recorded a little earlier. */
const CORRECTION_EVERY = 100;
const START = Date.parse('2024-01-01T00:00:00Z');
const source = { id: 'us-embassy-bamako', title: 'U.S. Embassy Bamako, security alert' };

export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const situationAt = (n: number): string => `crisis-${n % SITUATIONS}`;
/** The nth event happens so many minutes after the first. */
export const momentAt = (n: number): string => new Date(START + n * 60_000).toISOString();

export const notice = (n: number, at = momentAt(n)): DomainEvent => ({
  type: 'AdvisoryChanged',
  noticeId: `n-${n}`,
  authority: AUTHORITIES[n % AUTHORITIES.length]!,
  destination: 'ML',
  seq: 1,
  facets: { action: n % 4 === 0 ? 'leave-now' : 'consider-leaving', airport: n % 3 === 0 ? 'closed' : 'open' },
  note: 'Advisory updated to reflect the authorization of the departure of non-emergency personnel.',
  summary: 'Depart immediately by commercial aviation; the airport is open; overland may be unsafe',
  occurred: { from: at, precision: 'minute' },
  publishedAt: { at, precision: 'minute', basis: 'stated' },
  source,
});
export const report = (n: number, at = momentAt(n)): DomainEvent => ({
  type: 'IncidentReported',
  incidentId: `i-${n}`,
  kind: 'convoy-attacked',
  place: { name: 'Kayes', lat: 14.45, lon: -11.43, precision: 'approximate' },
  actors: ['JNIM'],
  claims: [{ claimId: 'first', figures: [{ measure: 'tankers-destroyed', low: n % 40, text: `${n % 40} tankers` }] }],
  occurred: { from: at, precision: 'minute' },
  publishedAt: { at, precision: 'minute', basis: 'stated' },
  source,
});
export const observation = (n: number, at = momentAt(n)): DomainEvent => ({
  type: 'ObservationRecorded',
  observationId: `o-${n}`,
  kind: 'corridor-status',
  subject: `corridor-${n % 20}`,
  value: { status: n % 3 === 0 ? 'escorted' : 'closed' },
  place: { name: 'Diboli–Kayes road', lat: 14.45, lon: -11.43, precision: 'approximate' },
  summary: 'Tankers move in convoys under escort',
  occurred: { from: at, precision: 'minute' },
  publishedAt: { at, precision: 'minute', basis: 'stated' },
  source,
});

const isCorrection = (n: number): boolean => n >= 5 * SITUATIONS && n % CORRECTION_EVERY < 1;
const streamOf = (n: number, event: DomainEvent): string => {
  if (event.type === 'AdvisoryChanged') return `advisory/${event.authority}/ML`;
  return event.type === 'IncidentReported' ? `incident/i-${n}` : `observation/corridor-status/corridor-${n % 20}`;
};
const factAt = (n: number): DomainEvent => [notice, observation, notice, report][Math.floor(n / SITUATIONS) % 4]!(n);

export const opened: DomainEvent = { type: 'SituationOpened', title: 'Fuel blockade', destinations: ['ML'] };

/** The nth event with its stream: first every situation is opened. A correction says the fact of four rounds before anew, or takes it back. */
export const eventAt = (n: number): { stream: string; event: DomainEvent } => {
  if (n < SITUATIONS) return { stream: 'situation', event: opened };
  if (!isCorrection(n)) return { stream: streamOf(n, factAt(n)), event: factAt(n) };
  const of = n - 4 * SITUATIONS;
  const stream = streamOf(of, factAt(of));
  const said = { reason: 'read wrongly', cause: 'transcription' } as const;
  if (isCorrection(of) || n % (2 * CORRECTION_EVERY) === 0)
    return { stream, event: { type: 'FactRetracted', retracts: uuid(of), ...said } };
  const replacement = { ...factAt(of), source: { ...source, title: 'U.S. Embassy Bamako' } };
  return { stream, event: { type: 'FactCorrected', corrects: uuid(of), replacement, ...said } as DomainEvent };
};
