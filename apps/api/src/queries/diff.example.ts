// An answer on the Mali crisis of 2025, for the description of the route.

const EVENT = 'c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11';
const [FROM, TO] = ['2025-10-27T12:00:00.000Z', '2025-10-31T12:00:00.000Z'];

export const DIFF = {
  situation: 'mali-2025',
  from: FROM,
  to: TO,
  validAt: TO,
  knownAt: TO,
  clock: 'published',
  position: '3-124,4-17',
  model: { travel_status: 1, observations: 1, incidents: 1, blockade_severity: 1, sources: 1, diff: 1, formula: 'bsi-1' },
  items: [
    {
      kind: 'status',
      key: 'US-STATE/ML/departure',
      axis: 'world',
      clock: 'published',
      before: 'authorized',
      after: 'ordered',
      beforeSince: '2025-10-24T00:00:00.000Z',
      since: '2025-10-30T00:00:00.000Z',
      event: { eventId: EVENT, position: '3-48.0' },
    },
    {
      kind: 'severity',
      key: 'severity',
      axis: 'knowledge',
      clock: 'published',
      before: { score: 60.2, band: 'high', coverage: 70 },
      after: { score: 62.5, band: 'high', coverage: 70 },
      beforeSince: null,
      since: null,
      event: { eventId: EVENT, position: '3-44.0' },
    },
  ],
  unchanged: [
    {
      kind: 'status',
      key: 'US-STATE/ML/overland',
      value: 'unsafe',
      since: '2025-10-24T00:00:00.000Z',
      eventId: EVENT,
      standing: 'still-in-force',
      lastLooked: '2025-10-31T00:00:00.000Z',
      lookedBy: 'notice',
    },
    {
      kind: 'observation',
      key: 'corridor-status/senegal',
      value: { status: 'closed' },
      since: '2025-10-06T00:00:00.000Z',
      eventId: EVENT,
      standing: 'nobody-looked',
      lastLooked: '2025-10-07T00:00:00.000Z',
      lookedBy: 'report',
    },
  ],
  counts: { knowledge: 1, world: 1, unchanged: 2 },
  truncated: false,
  disclaimer: 'the score informs and is no basis for travel decisions',
};
