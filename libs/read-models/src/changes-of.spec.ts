import { describe, expect, it } from '@jest/globals';
import { history } from '../../../test/support/recorded.js';
import { changesOf } from './changes-of.js';
import type { DomainEvent } from '../../situations/src/index.js';
import type { Change, Projection } from './projection.js';

const events = history([
  { type: 'SituationOpened', title: 'Mali', destinations: [] },
  [
    { type: 'SituationClosed', reason: 'over' },
    { type: 'SituationReopened', reason: 'not over' },
  ],
  { type: 'SituationClosed', reason: 'over' },
]);
const change: Change = { op: 'assert', key: 'k', value: 1, validFrom: '2026-05-01T00:00:00.000Z', day: '2026-05-01', seq: 0 };
const faithful: Projection<DomainEvent> = { name: 'faithful', version: 1, project: () => [change, change] };
const failing: Projection<DomainEvent> = {
  name: 'failing',
  version: 1,
  project: ({ event }) => {
    if (event.type === 'SituationReopened') throw new Error('cannot');
    return [change];
  },
};

describe('the changes of a batch', () => {
  it('carry event, order and the time from which the public could know', () => {
    const [{ changes } = { changes: [] }] = changesOf([faithful], events);
    expect(changes.map(({ recorded, ord }) => [recorded.position.offset, recorded.position.index, ord])).toEqual([
      [1, 0, 0],
      [1, 0, 1],
      [2, 0, 0],
      [2, 0, 1],
      [2, 1, 0],
      [2, 1, 1],
      [3, 0, 0],
      [3, 0, 1],
    ]);
    expect(changes[2]?.change).toEqual({ ...change, published: '2026-05-01T00:00:01.000Z' });
  });
  it('stop before the commit at which a projection throws, and only for that one', () => {
    const [failed, fine] = changesOf([failing, faithful], events);
    expect(failed?.failed).toEqual({ offset: 2, error: new Error('cannot') });
    expect(failed?.changes.map(({ recorded }) => recorded.position.offset)).toEqual([1]);
    expect([fine?.failed, fine?.changes.length]).toEqual([undefined, 8]);
  });
});
