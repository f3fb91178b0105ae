import type { AdvisoryChanged, DomainEvent, ObservationRecorded } from '../../../situations/src/index.js';
import { idAt, recorded, type RecordedAs } from '../../../../test/support/recorded.js';

// A history for the specs of this folder: a few days, some of them recorded late, with a retraction and a correction.

const published = (at: string) => ({ at, precision: 'day', basis: 'stated' }) as const;
export const notice = (
  noticeId: string,
  day: string,
  facets: AdvisoryChanged['facets'],
  more: Partial<AdvisoryChanged> = {},
): AdvisoryChanged => ({
  type: 'AdvisoryChanged',
  noticeId,
  authority: 'US-STATE',
  destination: 'ML',
  seq: 1,
  facets,
  occurred: { from: day, precision: 'day' },
  publishedAt: published(day),
  source: { id: 'us', title: 'US' },
  ...more,
});
export const fr = { authority: 'FR-MEAE', source: { id: 'fr', title: 'FR' } };
export const corridor = (day: string, status: 'open' | 'closed', id: string): ObservationRecorded =>
  ({
    type: 'ObservationRecorded',
    kind: 'corridor-status',
    subject: 'senegal',
    observationId: id,
    value: { status },
    occurred: { from: day, precision: 'day' },
    publishedAt: published(day),
    source: { id: 'afp', title: 'AFP' },
  }) as ObservationRecorded;
const attack = (incidentId: string, day: string, low: number): DomainEvent => ({
  type: 'IncidentReported',
  incidentId,
  kind: 'attack',
  place: { name: 'Kayes' },
  actors: [],
  occurred: { from: day, precision: 'day' },
  publishedAt: published(day),
  source: { id: 'afp', title: 'AFP' },
  claims: [{ claimId: 'c', figures: [{ measure: 'killed', low, text: `${low}` }] }],
});
export const check = (sourceId: string, to: string): DomainEvent => ({ type: 'SourceChecked', sourceId, from: to, to, payloadHash: 'a' });

/** Recorded at noon of the day; offsets as listed. */
export const on = (day: string, offset: number, event: DomainEvent, as: RecordedAs = {}) =>
  recorded(event, { offset, version: offset, recordedAt: `${day}T12:00:00.000Z`, ...as });
export const ofSources = (day: string, offset: number, event: DomainEvent) =>
  on(day, offset, event, { situationId: '_sources', partition: 1 });
export const advisory = { stream: 'advisory/US-STATE/ML' };

export const events = [
  on('2025-10-20', 1, notice('a', '2025-10-20', { departure: 'authorized', action: 'consider-leaving', airport: 'open' })),
  on('2025-10-20', 2, notice('f', '2025-10-19', { overland: 'avoid' }, fr)),
  on('2025-10-20', 3, corridor('2025-10-20', 'closed', 'o1')),
  on('2025-10-21', 4, attack('i1', '2025-10-21', 3)),
  on('2025-10-29', 5, notice('b', '2025-10-29', { departure: 'ordered' })),
  // Recorded late, of a day before.
  on('2025-10-29', 6, notice('late', '2025-10-24', { means: 'commercial-air' })),
  on('2025-10-29', 7, { type: 'FactRetracted', retracts: idAt(4), reason: 'hoax', cause: 'source-revised' }, { stream: 'incident/i1' }),
  on('2025-10-29', 8, attack('i2', '2025-10-28', 5)),
  // The action was never said.
  on(
    '2025-10-30',
    9,
    {
      type: 'FactCorrected',
      corrects: idAt(1),
      replacement: notice('a', '2025-10-20', { departure: 'authorized', airport: 'open' }),
      reason: 'misread',
      cause: 'transcription',
    },
    advisory,
  ),
];
export const sources = [
  ofSources('2025-10-01', 1, { type: 'SourceRegistered', sourceId: 'fr', title: 'FR' }),
  ofSources('2025-10-27', 2, check('fr', '2025-10-27T11:00:00Z')),
  ofSources('2025-10-29', 3, check('fr', '2025-10-29T11:00:00Z')),
];
