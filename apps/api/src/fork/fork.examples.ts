import { STATE } from '../stream/replay.examples.js';

export const FORK = {
  from: '2025-10-20',
  to: '2025-11-12',
  clock: 'published',
  leaveOut: [{ kind: 'schools', status: 'closed' }],
  move: [{ kind: 'guidance', authority: 'US-STATE', facet: 'overland', occurredTo: '2025-12-31', by: '-7d' }],
  change: [{ eventId: '0d3b8f0e-6b8c-5a55-9d0f-2f5c7a9e4b11', data: { facets: { departure: 'authorized' } } }],
  add: [
    {
      type: 'observation',
      body: {
        kind: 'fuel-inflow',
        subject: 'country',
        value: { tankersPerDay: 40 },
        occurred: { from: '2025-10-27', precision: 'day' },
        publishedAt: { at: '2025-10-27', precision: 'day', basis: 'assumed' },
        source: { id: 'exercise', title: 'Exercise of the crisis cell' },
      },
    },
  ],
};

const { status, severity, digest } = STATE;
const EVENT = {
  eventId: 'a4d9c1f2-3b52-5d67-8f11-0c9be2f0f6aa',
  stream: 'observation/schools/country',
  type: 'ObservationRecorded',
  kind: 'schools',
};
const SCHOOLS = {
  model: 'observations',
  key: 'schools/country',
  from: '2025-10-27',
  to: '2025-11-09',
  history: { value: { status: 'closed' } },
  fork: null,
};

export const FORKED = {
  situation: 'mali-2025',
  exercise: true,
  clock: 'published',
  from: '2025-10-20T00:00:00.000Z',
  to: '2025-11-13T00:00:00.000Z',
  position: '3-125',
  model: { ...STATE.model, fork: 1 },
  edits: [
    {
      edit: 'leaveOut.0',
      does: 'left-out',
      ...EVENT,
      text: 'Schools and universities closed; reopening planned for 10 November',
      occurred: { from: '2025-10-26', precision: 'day' },
      publishedAt: { at: '2025-10-26', precision: 'day', basis: 'assumed' },
      history: '2025-10-27T00:00:00.000Z',
      fork: null,
    },
  ],
  withoutEffect: [],
  firstDifference: {
    day: '2025-10-27',
    facts: [SCHOOLS],
    severity: { history: { score: 52.8141, band: 'medium' }, fork: { score: 42.8141, band: 'medium' } },
  },
  largestDifference: {
    day: '2025-10-27',
    history: { score: 52.8141, band: 'medium' },
    fork: { score: 42.8141, band: 'medium' },
    by: -10,
    components: [{ id: 'service-disruption', history: 30, fork: 20 }],
  },
  differences: [SCHOOLS],
  days: [
    {
      day: '2025-10-27',
      validAt: '2025-10-27T23:59:59.999Z',
      knownAt: '2025-10-28T00:00:00.000Z',
      history: { status, severity, digest },
      fork: { status, severity, digest },
      differs: true,
    },
  ],
};
