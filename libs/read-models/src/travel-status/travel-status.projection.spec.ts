import { expect, it } from '@jest/globals';
import type { AdvisoryChanged } from '../../../situations/src/index.js';
import { recorded } from '../../../../test/support/recorded.js';
import { travelStatusProjection } from './travel-status.projection.js';

const changed: AdvisoryChanged = {
  type: 'AdvisoryChanged',
  noticeId: 'n1',
  authority: 'US-STATE',
  destination: 'ML',
  seq: 2,
  facets: { departure: 'ordered', level: { native: '4', rank: 4, scheme: 'US-STATE' } },
  occurred: { from: '2025-10-30', precision: 'day' },
  source: { id: 'state', title: 'State Department' },
};
const place = { validFrom: '2025-10-30T00:00:00.000Z', day: '2025-10-30', seq: 2 };

it('asserts the notice and each facet that it states', () =>
  expect(travelStatusProjection.project(recorded(changed))).toEqual([
    { op: 'assert', key: 'US-STATE/ML', value: changed.facets, ...place },
    { op: 'assert', key: 'US-STATE/ML/level', value: { native: '4', rank: 4, scheme: 'US-STATE' }, ...place },
    { op: 'assert', key: 'US-STATE/ML/departure', value: 'ordered', ...place },
  ]));

it('takes a first sight like a change', () =>
  expect(travelStatusProjection.project(recorded({ ...changed, type: 'AdvisoryObserved', facets: {} }))).toEqual([
    { op: 'assert', key: 'US-STATE/ML', value: {}, ...place },
  ]));

it('ends with the last day of a time-limited notice', () =>
  expect(travelStatusProjection.project(recorded({ ...changed, facets: {}, validTo: '2025-11-05' }))).toEqual([
    { op: 'assert', key: 'US-STATE/ML', value: {}, ...place, validTo: '2025-11-06T00:00:00.000Z' },
  ]));

it('ends with that day where its source is, if it says where', () =>
  expect(
    travelStatusProjection.project(
      recorded({
        ...changed,
        facets: {},
        occurred: { from: '2025-11-10T23:30:00-05:00', precision: 'minute', zone: '-05:00' },
        validTo: '2025-11-10',
      }),
    ),
  ).toMatchObject([{ day: '2025-11-10', validFrom: '2025-11-11T04:30:00.000Z', validTo: '2025-11-11T05:00:00.000Z' }]));

it('passes over other events and the unreadable', () => {
  expect(travelStatusProjection.project(recorded({ type: 'SituationClosed', reason: 'over' }))).toEqual([]);
  expect(travelStatusProjection.project(recorded({ type: 'Unreadable', storedType: 'Odd', reason: 'type is not known' }))).toEqual([]);
});
