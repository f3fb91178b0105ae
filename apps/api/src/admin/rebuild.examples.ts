// For the description of the routes.

const COMPARISON = {
  position: '0-0,1-0,2-17,3-0,4-123,5-0,6-0,7-0',
  equal: true,
  live: { rows: 301, digest: '5f0c1a52b7f5bd4c1c7d2f0b2b0f6f9f3a4a4f7ce5f0c8a1f0ce5f1d9ad3b1f2' },
  rebuilt: { rows: 301, digest: '5f0c1a52b7f5bd4c1c7d2f0b2b0f6f9f3a4a4f7ce5f0c8a1f0ce5f1d9ad3b1f2' },
  difference: null,
};
const TIMES = { askedAt: '2026-11-25T09:00:00.000Z', movedAt: '2026-11-25T09:00:04.000Z', worker: 'projector-1:4711:9f86d081' };

export const READ_MODELS = { readModels: ['travel_status'] };
export const APPROVAL = { reason: 'Departures are counted from the notice that announced them.' };
export const LOADING = {
  id: 7,
  state: 'loading',
  ...TIMES,
  error: null,
  progress: { unit: 'records', done: 60_000, total: 100_000, rate: 20_000, eta: 2 },
  models: [{ name: 'travel_status', version: 1, liveVersion: 1, comparison: null }],
};
export const SWITCHED = {
  ...LOADING,
  state: 'switched',
  progress: null,
  models: [{ name: 'travel_status', version: 1, liveVersion: 1, comparison: COMPARISON }],
};
export const PROJECTIONS_ANSWER = {
  items: [
    {
      name: 'travel_status',
      version: 1,
      state: 'parked',
      lag: 3,
      rebuild: null,
      partitions: [{ partition: 4, position: '4-120', lag: 3, state: 'parked', error: 'RangeError: not a time: soon' }],
    },
  ],
};
