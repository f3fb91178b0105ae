const SEVERITY = {
  validAt: '2025-10-31T00:00:00.000Z',
  score: 62.1504,
  band: 'high',
  coverage: 80,
  provisional: false,
  components: [{ id: 'attack-pressure', value: 0.642309, points: 16.0577 }],
};
const FACT = {
  value: 'ordered',
  since: '2025-10-30T00:00:00.000Z',
  eventId: '0d3b8f0e-6b8c-5a55-9d0f-2f5c7a9e4b11',
};
const STANDING = {
  status: { authorities: [], combined: {} },
  severity: SEVERITY,
  digest: '3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b',
};

export const STATE = {
  situation: 'mali-2025',
  validAt: '2025-10-31T00:00:00.000Z',
  knownAt: '2025-10-31T00:00:00.000Z',
  clock: 'published',
  position: '3-125',
  model: { travel_status: 1, observations: 1, incidents: 1, blockade_severity: 1, replay: 1, formula: 'bsi-1' },
  ...STANDING,
  facts: [{ model: 'travel_status', key: 'US-STATE/ML/departure', ...FACT }],
};

const FRAME = {
  moment: '2025-10-31T00:00:00.000Z',
  position: '3-125',
  validAt: '2025-10-31T00:00:00.000Z',
  knownAt: '2025-10-31T00:00:00.000Z',
  events: [{ eventId: FACT.eventId, position: '3-61.0', stream: 'advisory/US-STATE/ML', type: 'AdvisoryChanged', kind: 'guidance' }],
  changed: [{ model: 'travel_status', key: 'US-STATE/ML/departure', before: { ...FACT, value: 'authorized' }, after: FACT }],
  ...STANDING,
};

export const REPLAY = `id: 3-125;2025-10-31T00:00:00.000Z;3-125\nevent: frame\ndata: ${JSON.stringify(FRAME)}\n\n`;
