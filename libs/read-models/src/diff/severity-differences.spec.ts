import { expect, it } from '@jest/globals';
import type { DeltaItem, SeverityDelta } from '../../../severity/src/index.js';
import { severityDifference } from './severity-differences.js';

const end = (score: number) => ({ validAt: '2025-10-28T00:00:00.000Z', score, band: 'high' as const, coverage: 60 });
const item = (eventId: string, change: number): DeltaItem => ({
  component: 'attack-pressure',
  fact: `observation/schools/country#${eventId}`,
  eventId,
  kind: 'attack',
  before: 0,
  after: change,
  change,
});
const delta = (over: Partial<SeverityDelta>): SeverityDelta => ({
  from: end(60),
  to: end(70),
  change: 10,
  components: [],
  added: [],
  decayed: [],
  revised: [],
  retracted: [],
  rescaled: [],
  coverage: { before: 60, after: 60, gained: [], lost: [] },
  ...over,
});

it('tells score, band and coverage, and the report that moved it most', () =>
  expect(severityDifference('world', delta({ added: [item('a', 2), item('b', -9)], revised: [item('c', 5)] }))).toEqual({
    axis: 'world',
    before: { score: 60, band: 'high', coverage: 60 },
    after: { score: 70, band: 'high', coverage: 60 },
    mover: { eventId: 'b', key: 'observation/schools/country', gone: false },
  }));
it('tells a report that is gone', () =>
  expect(severityDifference('knowledge', delta({ retracted: [item('a', -2)] }))?.mover).toMatchObject({ eventId: 'a', gone: true }));
it('names none where reports only aged', () =>
  expect(severityDifference('world', delta({ decayed: [{ ...item('a', -2), cause: 'age' }] }))?.mover).toBeUndefined());
it('is none where nothing moved', () => expect(severityDifference('world', delta({ to: end(60) }))).toBeUndefined());
