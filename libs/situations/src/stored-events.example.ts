import { aClaim, aNotice, anIncident, anObservation, parameters } from './domain.example.js';
import type { Fact } from './fact.js';
import type { DomainEvent } from './domain-event.js';
import type { Observed } from './observation/observation.events.js';

const instant = '2025-11-01T10:00:00.000Z';
const source = {
  id: 'press',
  title: 'Press',
  url: 'https://example.org',
  grade: 'B2',
  alsoSee: ['https://example.com'],
  evidence: 'a@b',
} as const;
const publishedAt = {
  at: '2025-10',
  precision: 'month',
  basis: 'assumed',
  notAfter: instant,
  zone: '+01:00',
  original: 'October',
} as const;
const fact: Fact = {
  occurred: { from: '2025-10-29', to: '2025-10-30', precision: 'day', zone: '-04:00', original: 'overnight' },
  publishedAt,
  observedAt: instant,
  source,
  confidence: 'medium',
  remarks: ['date disputed'],
};
const place = { name: 'Kayes', lat: 14.4, lon: -11.4, precision: 'approximate', basis: 'from memory' } as const;
const claim = aClaim('c-1', {
  figures: [{ measure: 'killed', group: 'drivers', low: 1, high: 2, text: '1 or 2' }],
  source,
  confidence: 'low',
  publishedAt,
  observedAt: instant,
  text: 'said so',
});
const facets = {
  level: { native: '4', rank: 4, scheme: 'US-STATE' },
  scope: ['Kayes'],
  departure: 'ordered',
  action: 'leave-now',
  means: 'commercial-air',
  airport: 'open',
  overland: 'unsafe',
  services: 'limited',
} as const;
const notice = aNotice({
  ...fact,
  facets,
  note: null,
  summary: 's',
  content: { hash: 'h', sections: { security: 'text' } },
  understatedAccordingTo: 'press',
  validTo: '2025-11-30',
});

/** Every event type with every field, in its newest shape. */
export const FULL: readonly DomainEvent[] = [
  { type: 'SituationOpened', title: 'Blockade', summary: 's', destinations: ['ML'] },
  {
    type: 'SituationParametersSet',
    parameters: {
      ...parameters,
      corridors: [{ subject: 'senegal', name: 'Senegal', shares: [{ from: '2025-11-01', share: 0.4 }], source }],
      mainCarriers: [{ subject: 'diarra', name: 'Diarra Transport', source }],
      places: [{ ...place, source }],
    },
  },
  { type: 'SituationClosed', reason: 'over' },
  { type: 'SituationReopened', reason: 'again' },
  { type: 'AdvisoryObserved', ...notice },
  { type: 'AdvisoryChanged', ...notice },
  { type: 'IncidentReported', ...anIncident({ ...fact, place, summary: 's', claims: [claim] }) },
  { type: 'ClaimAdded', incidentId: 'i-1', claim },
  { type: 'ClaimRevised', incidentId: 'i-1', claim },
  { type: 'ClaimRetracted', incidentId: 'i-1', claimId: 'c-1', reason: 'false', publishedAt, observedAt: instant },
  { type: 'IncidentReclassified', incidentId: 'i-1', kind: 'attack', reason: 'no convoy', publishedAt, observedAt: instant },
  {
    type: 'ObservationRecorded',
    ...anObservation({ ...fact, place, summary: 's', validFrom: '2025-10-30', validTo: '2025-11-09T12:00:00Z' }),
  },
  { type: 'SourceRegistered', sourceId: 'gov-uk', title: 'GOV.UK', url: 'https://www.gov.uk' },
  { type: 'SourceChecked', sourceId: 'gov-uk', from: instant, to: instant, payloadHash: 'h' },
  { type: 'SourceDegraded', sourceId: 'gov-uk', at: instant, reason: 'schema' },
  { type: 'SourceRecovered', sourceId: 'gov-uk', at: instant },
  { type: 'IncidentMerged', incidentId: 'i-1', into: 'i-2', reason: 'the same attack', publishedAt, observedAt: instant },
  { type: 'IncidentUnmerged', incidentId: 'i-1', from: 'i-2', reason: 'two convoys', publishedAt, observedAt: instant },
  {
    type: 'FactCorrected',
    corrects: 'e-1',
    replacement: { type: 'AdvisoryChanged', ...notice },
    reason: 'misread',
    cause: 'transcription',
  },
  { type: 'FactRetracted', retracts: 'e-1', reason: 'never was', cause: 'source-revised', publishedAt, observedAt: instant },
];

/** Values of each shape that an observation may have. */
export const VALUES: readonly Observed[] = [
  { kind: 'airport-status', value: { status: 'disrupted' } },
  { kind: 'fuel-inflow', value: { tankersPerDay: 8 } },
  { kind: 'fuel-inflow', value: { status: 'unknown' } },
  { kind: 'fuel-price', value: { low: 2500, high: 3000, normal: 750, currency: 'XOF', market: 'street' } },
  { kind: 'power', value: { hoursPerDay: 6 } },
  { kind: 'curfew', value: { from: '21:00', to: '06:00' } },
  { kind: 'curfew', value: { status: 'none' } },
  { kind: 'context', value: { text: 'talks' } },
];
