// Answers on the Mali crisis of 2025, for the description of the routes.

const EVENT = 'c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11';
const coordinates = (model: object) => ({
  situation: 'mali-2025',
  validAt: '2025-10-29T12:00:00.000Z',
  knownAt: '2025-10-29T12:00:00.000Z',
  clock: 'published',
  position: '3-124',
  model,
});
const since = { since: '2025-10-28T00:00:00.000Z', eventId: EVENT };
const day = (from: string) => ({ from, precision: 'day' });
const EMBASSY = { id: 'us-embassy-bamako', title: 'U.S. Embassy Bamako, security alert of 28 October 2025' };

const SUMMARY = { title: 'Mali fuel blockade', summary: null, destinations: ['ML'], status: 'open', version: 2 };
export const SITUATIONS = { positions: ['0-0', '1-0', '2-0', '3-124'], items: [{ situation: 'mali-2025', ...SUMMARY }], next: null };
export const SITUATION = {
  ...coordinates({ timeline: 1, situation: 1 }),
  ...SUMMARY,
  parameters: { fuelBaseline: { tankersPerDay: 200, source: EMBASSY } },
  openedAt: '2026-07-01T09:00:00.000Z',
  closedAt: null,
};

const US = {
  authority: 'US-STATE',
  destination: 'ML',
  version: 3,
  facets: {
    level: { native: '4', rank: 4, scheme: 'US-STATE', since: '2025-10-24T00:00:00.000Z', eventId: EVENT },
    departure: { value: 'authorized', since: '2025-10-24T00:00:00.000Z', eventId: EVENT },
    action: { value: 'leave-now', ...since },
    means: { value: 'commercial-air', ...since },
    airport: { value: 'open', ...since },
    overland: { value: 'unsafe', ...since },
  },
};
export const ADVISORY = { ...coordinates({ travel_status: 1 }), ...US };
export const STATUS = {
  ...coordinates({ travel_status: 1 }),
  authorities: [US],
  combined: {
    action: {
      value: 'leave-now',
      ...since,
      authority: 'US-STATE',
      destination: 'ML',
      losers: [{ authority: 'AU-DFAT', destination: 'ML', value: 'consider-leaving' }],
      shelter: false,
    },
  },
};

const CONVOY = {
  incidentId: 'convoy-2025-09-14',
  eventId: EVENT,
  kind: 'convoy-attacked',
  reportedKind: 'convoy-attacked',
  place: { name: 'Diboli–Kayes road' },
  actors: ['JNIM'],
  occurred: day('2025-09-14'),
  recordedAt: '2026-07-01T09:00:00.750Z',
  version: 3,
  figures: [
    {
      measure: 'tankers-destroyed',
      group: null,
      used: { low: 12, text: 'a dozen tankers', claimId: 'army', why: 'lowest of the claims of at least medium confidence' },
      range: { low: 12, high: 50 },
    },
  ],
};
export const INCIDENT = { ...coordinates({ incidents: 1 }), incident: CONVOY };
export const INCIDENTS = { ...coordinates({ incidents: 1 }), items: [CONVOY], next: null };

export const DUPLICATES = {
  ...coordinates({ incidents: 1 }),
  items: [
    {
      kind: 'convoy-attacked',
      incidents: [
        { incidentId: 'convoy-2025-09-14', place: 'Diboli–Kayes road', occurred: day('2025-09-14') },
        { incidentId: 'convoy-kayes', place: 'near Kayes', occurred: day('2025-09-15') },
      ],
      likeness: 0.74,
      reasons: { distanceKm: 2.6, samePlaceName: false, daysApart: 0, sameFigures: [] },
    },
  ],
  next: null,
};

export const OBSERVATIONS = {
  ...coordinates({ observations: 1 }),
  items: [
    { kind: 'corridor-status', subject: 'senegal', value: { status: 'escorted' }, ...since, validTo: null, version: 2, competing: [] },
  ],
  next: null,
};

export const TIMELINE = {
  ...coordinates({ timeline: 1 }),
  items: [
    {
      eventId: EVENT,
      type: 'AdvisoryChanged',
      kind: 'guidance',
      text: 'Depart immediately by commercial aviation',
      occurred: day('2025-10-28'),
      position: '3-41.0',
    },
  ],
  next: null,
};

const bsi = coordinates({ blockade_severity: 1, formula: 'bsi-1' });
const DISCLAIMER = 'The severity informs; it is no basis for travel decisions.';
export const SEVERITY = {
  ...bsi,
  formula: 'bsi-1',
  score: 71.2503,
  band: 'high',
  coverage: 100,
  provisional: false,
  components: [
    {
      id: 'corridor-access',
      weight: 20,
      value: 0.8,
      points: 16,
      asOf: '2025-10-28T00:00:00.000Z',
      ttlDays: 30,
      evidence: [EVENT],
      inputs: [],
    },
  ],
  disclaimer: DISCLAIMER,
};
export const SEVERITY_HISTORY = {
  ...bsi,
  from: '2025-10-28T00:00:00Z',
  to: '2025-10-28T00:00:00Z',
  step: 'day',
  disclaimer: DISCLAIMER,
  points: [{ validAt: '2025-10-28T00:00:00.000Z', score: 70.1, band: 'high', coverage: 100, provisional: false, components: [] }],
};
export const SEVERITY_DELTA = {
  ...bsi,
  knownFrom: null,
  from: { validAt: '2025-10-27T00:00:00.000Z', score: 60.2, band: 'high', coverage: 100 },
  to: { validAt: '2025-10-28T00:00:00.000Z', score: 70.1, band: 'high', coverage: 100 },
  formula: 'bsi-1',
  change: 9.9,
  added: [{ component: 'corridor-access', eventId: EVENT, kind: 'corridor-status', before: 0, after: 9.9, change: 9.9 }],
  decayed: [],
  disclaimer: DISCLAIMER,
};

const COMMAND = '0e7c3f52-8f2b-5d59-8d0c-0a4de0a1c7aa';
export const VERDICT = {
  commandId: COMMAND,
  situation: 'mali-2025',
  verdict: 'accepted',
  position: '3-41',
  eventIds: [EVENT],
  versions: { 'advisory/US-STATE/ML': 3 },
};
export const EVENT_ANSWER = {
  eventId: EVENT,
  situation: 'mali-2025',
  stream: 'advisory/US-STATE/ML',
  version: 3,
  position: '3-41.0',
  recordedAt: '2026-07-01T09:00:01.250Z',
  actor: 'anonymous',
  commandId: COMMAND,
  type: 'AdvisoryChanged',
  schema: 1,
  data: { noticeId: 'us-2025-10-28', authority: 'US-STATE', destination: 'ML', facets: { action: 'leave-now' } },
};
