import { expect, it } from '@jest/globals';
import type { ObservationRecorded } from '../../../situations/src/index.js';
import { recorded } from '../../../../test/support/recorded.js';
import { observationsProjection } from './observations.projection.js';

const observed: ObservationRecorded = {
  type: 'ObservationRecorded',
  kind: 'schools',
  value: { status: 'closed' },
  observationId: 'o1',
  subject: 'country',
  occurred: { from: '2025-10-26', precision: 'day' },
  source: { id: 'afp', title: 'AFP' },
  validFrom: '2025-10-27',
  validTo: '2025-11-09',
};

it('asserts what is observed, for as long as it holds', () => {
  const { type: _type, ...value } = observed;
  expect(observationsProjection.project(recorded(observed))).toEqual([
    {
      op: 'assert',
      key: 'schools/country',
      value: { ...value, confidence: 'medium', stream: 'observation/schools/country' },
      validFrom: '2025-10-27T00:00:00.000Z',
      validTo: '2025-11-10T00:00:00.000Z',
      day: '2025-10-27',
      seq: 0,
    },
  ]);
});

it('holds for the days of the zone that its source states', () => {
  const there: ObservationRecorded = {
    ...observed,
    occurred: { from: '2025-11-10', precision: 'day', zone: '+10:00' },
    validFrom: '2025-11-10',
    validTo: '2025-11-10',
  };
  expect(observationsProjection.project(recorded(there))).toMatchObject([
    { validFrom: '2025-11-09T14:00:00.000Z', validTo: '2025-11-10T14:00:00.000Z' },
  ]);
});

it('passes over context, which has no state, and other events', () => {
  const context: ObservationRecorded = {
    type: 'ObservationRecorded',
    kind: 'context',
    value: { text: 'a coup' },
    observationId: 'o2',
    subject: 'country',
    occurred: { from: '2020-08', precision: 'month' },
    source: { id: 'afp', title: 'AFP' },
  };
  expect(observationsProjection.project(recorded(context))).toEqual([]);
  expect(observationsProjection.project(recorded({ type: 'SituationClosed', reason: 'over' }))).toEqual([]);
});
