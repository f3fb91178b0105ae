// From the Mali crisis of 2025, for the description of the routes. Each is checked by a test.

const EMBASSY = { id: 'us-embassy-bamako', title: 'U.S. Embassy Bamako, security alert of 28 October 2025' };
const PRESS = { id: 'dw', title: 'DW, 17 September 2025', url: 'https://amp.dw.com/fr/mali-citernes-b%C3%B6cus-du-jnim/a-74022752' };
const day = (from: string) => ({ from, precision: 'day' });
const assumed = (at: string) => ({ at, precision: 'day', basis: 'assumed' });

export const SITUATION = {
  title: 'Mali fuel blockade',
  summary: 'Blockade of fuel imports declared in September 2025, and the travel guidance around it.',
  destinations: ['ML'],
};

export const PARAMETERS = {
  corridors: [
    { subject: 'senegal', name: 'Dakar–Kayes–Bamako', shares: [{ share: 0.4 }], source: PRESS },
    { subject: 'ivory-coast', name: 'Abidjan–Sikasso–Bamako', shares: [{ share: 0.6 }], source: PRESS },
  ],
  fuelBaseline: { tankersPerDay: 200, source: PRESS },
  mainCarriers: [{ subject: 'diarra-transport', name: 'Diarra Transport', source: PRESS }],
};

export const CLOSE = { reason: 'The blockade was lifted and nothing was reported for 60 days.' };
export const REOPEN = { reason: 'Tankers are attacked again.' };

export const NOTICE = {
  noticeId: 'us-2025-10-28',
  authority: 'US-STATE',
  destination: 'ML',
  seq: 1,
  facets: { action: 'leave-now', means: 'commercial-air', airport: 'open', overland: 'unsafe', services: 'limited' },
  note: null,
  summary: 'Depart immediately by commercial aviation; the airport is open; overland may be unsafe',
  occurred: day('2025-10-28'),
  publishedAt: assumed('2025-10-28'),
  source: EMBASSY,
  confidence: 'high',
};

export const INCIDENT = {
  incidentId: 'convoy-2025-09-14',
  kind: 'convoy-attacked',
  place: { name: 'Diboli–Kayes road', precision: 'approximate' },
  actors: ['JNIM'],
  summary: 'A tanker convoy was attacked under escort',
  claims: [{ claimId: 'army', figures: [{ measure: 'tankers-destroyed', low: 12, text: 'a dozen tankers' }], text: 'Army statement' }],
  occurred: day('2025-09-14'),
  publishedAt: assumed('2025-09-14'),
  source: PRESS,
};

export const CLAIM = {
  claimId: 'union',
  source: { id: 'drivers-union', title: 'Drivers’ union, 15 September 2025' },
  confidence: 'medium',
  publishedAt: assumed('2025-09-15'),
  figures: [{ measure: 'tankers-destroyed', low: 40, high: 50, text: 'more than forty' }],
};

export const REVISION = { source: PRESS, figures: [{ measure: 'tankers-destroyed', low: 45, high: 45, text: '45' }] };
export const RETRACTION = { reason: 'The union withdrew its figure.', publishedAt: assumed('2025-09-20') };
export const RECLASSIFICATION = { kind: 'coordinated-attack', reason: 'Three places were attacked at the same hour.' };

export const OBSERVATION = {
  kind: 'corridor-status',
  subject: 'senegal',
  value: { status: 'escorted' },
  summary: 'Tankers move in convoys under escort',
  occurred: day('2025-10-06'),
  publishedAt: assumed('2025-10-06'),
  source: PRESS,
  confidence: 'medium',
};

export const IMPORT = [
  { id: 'mali-2025-opened', type: 'situation', body: SITUATION },
  { id: 'senegal-2025-10-06', type: 'observation', body: OBSERVATION },
  { id: 'convoy-2025-09-14-union', type: 'claim', incidentId: 'convoy-2025-09-14', body: CLAIM },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

const EVENT = 'c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11';

export const RECORDED = {
  commandId: '0e7c3f52-8f2b-5d59-8d0c-0a4de0a1c7aa',
  eventIds: [EVENT],
  versions: { 'advisory/US-STATE/ML': 4 },
  position: '3-17',
  pending: [],
};

export const IMPORTED = [
  { line: 1, id: 'mali-2025-opened', status: 'unchanged', eventIds: [], position: '3-1' },
  { line: 2, id: 'senegal-2025-10-06', status: 'recorded', eventIds: [EVENT], position: '3-18' },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

export const MERGE = { into: 'convoy-2025-09-14', reason: 'The same convoy, reported from the other side of the border.' };
export const UNMERGE = { from: 'convoy-2025-09-14', reason: 'Two convoys were attacked that day.' };

export const CORRECTION = {
  corrects: '0f8fad5b-d9cb-5a6f-a165-70867728950e',
  replacement: { type: 'notice', body: { ...NOTICE, facets: { ...NOTICE.facets, overland: 'avoid' } } },
  reason: 'The alert says that roads may be unsafe; it was written down as unsafe.',
  cause: 'transcription',
};
export const TAKEN_BACK = {
  retracts: '0f8fad5b-d9cb-5a6f-a165-70867728950e',
  reason: 'The alert was of another country.',
  cause: 'transcription',
};
