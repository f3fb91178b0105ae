import { expect, it } from '@jest/globals';
import type { AdvisoryChanged } from '../../../situations/src/index.js';
import { recorded } from '../../../../test/support/recorded.js';
import { guidanceChangesProjection } from './guidance-changes.projection.js';

const changed: AdvisoryChanged = {
  type: 'AdvisoryChanged',
  noticeId: 'n1',
  authority: 'CA-GAC',
  destination: 'ML',
  seq: 1,
  facets: { action: 'leave-now' },
  note: 'Editorial change',
  understatedAccordingTo: 'press',
  occurred: { from: '2025-11-18', precision: 'day' },
  source: { id: 'gac', title: 'Canada travel advice', grade: 'A1' },
};
const place = { validFrom: '2025-11-18T00:00:00.000Z', day: '2025-11-18', seq: 1 };
const stored = {
  noticeId: 'n1',
  authority: 'CA-GAC',
  destination: 'ML',
  firstSight: false,
  note: 'Editorial change',
  withoutNote: false,
  summary: null,
  assertedUnderstates: true,
  facets: { action: 'leave-now' },
  occurred: { from: '2025-11-18', precision: 'day' },
  source: { id: 'gac', title: 'Canada travel advice', grade: 'A1' },
  confidence: 'high',
  stream: 'advisory/CA-GAC/ML',
  version: 3,
};

it('asserts the notice with what it says, and each facet', () =>
  expect(guidanceChangesProjection.project(recorded(changed, { version: 3 }))).toEqual([
    { op: 'assert', key: 'CA-GAC/ML', value: stored, ...place },
    { op: 'assert', key: 'CA-GAC/ML/action', value: 'leave-now', ...place },
  ]));

it('tells where its text stands, and keeps no copy', () => {
  const content = { hash: 'a1', sections: { Security: 'Leave now.' } };
  const event = recorded({ ...changed, content }, { version: 3, offset: 7, index: 2 });
  const at = { hash: 'a1', eventId: event.id, noticeId: 'n1', note: 'Editorial change', at: { offset: 7, index: 2 } };
  expect(guidanceChangesProjection.project(event)).toEqual([
    { op: 'assert', key: 'CA-GAC/ML', value: { ...stored, text: at }, ...place },
    { op: 'assert', key: 'CA-GAC/ML/action', value: 'leave-now', ...place },
    { op: 'assert', key: 'CA-GAC/ML/text', value: at, ...place },
  ]);
});

it('tells a change without a word from a word that nobody recorded', () => {
  const { note: _note, ...unrecorded } = changed;
  const withoutNote = (event: AdvisoryChanged) => guidanceChangesProjection.project(recorded(event, { version: 3 }))[0];
  expect(withoutNote({ ...changed, note: null })).toMatchObject({ value: { note: null, withoutNote: true } });
  expect(withoutNote(unrecorded)).toMatchObject({ value: { note: null, withoutNote: false } });
});

it('passes over other events', () =>
  expect(guidanceChangesProjection.project(recorded({ type: 'SituationClosed', reason: 'over' }))).toEqual([]));
