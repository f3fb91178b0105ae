import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ticksOf } from './apportionment.js';
import { severityDelta } from './delta.js';
import type { SeverityInput } from './inputs.js';
import { attacked, ms, observed, inputSets, moments, parameters, parameterSets } from './specify.js';

const side = (inputs: readonly SeverityInput[], at: string) => ({ inputs, parameters, validAt: ms(at) });
const schools = (status: 'open' | 'closed', when: string, fact: string, eventId = fact) =>
  observed({ kind: 'schools', value: { status } }, when, 'country', { fact, eventId });

describe('a delta names', () => {
  const attack = attacked('attack', '2025-11-01', 0, { eventId: 'attack' });

  it('what was added, and the coverage gained', () => {
    const closed = schools('closed', '2025-11-03', 'schools');
    const delta = severityDelta(side([], '2025-11-02'), side([closed], '2025-11-04'));
    expect(delta.added).toEqual([
      { component: 'service-disruption', fact: 'schools', eventId: 'schools', kind: 'schools', before: 0, after: 50, change: 50 },
    ]);
    expect(delta.coverage).toEqual({ before: 20, after: 40, gained: ['service-disruption'], lost: [] });
    expect(delta.change).toBe(50);
  });
  it('what came to hold in between as added, even where it was announced before', () => {
    const closed = schools('closed', '2025-11-03', 'schools');
    expect(severityDelta(side([closed], '2025-11-02'), side([closed], '2025-11-04')).added).toHaveLength(1);
  });
  it('attacks that faded', () => {
    const { decayed } = severityDelta(side([attack], '2025-11-02'), side([attack], '2025-11-16'));
    expect(decayed).toMatchObject([{ fact: 'attack', cause: 'age' }]);
    expect(decayed[0]?.change).toBeLessThan(0);
  });
  it('what expired, and the coverage lost', () => {
    const closed = schools('closed', '2025-11-01', 'schools');
    const delta = severityDelta(side([closed], '2025-11-02'), side([closed], '2026-01-02'));
    expect(delta.decayed).toMatchObject([{ fact: 'schools', cause: 'expired', before: 50, after: 0 }]);
    expect(delta.coverage.lost).toEqual(['service-disruption']);
  });
  it('what was superseded', () => {
    const closed = schools('closed', '2025-11-01', 'first');
    const open = schools('open', '2025-11-03', 'second');
    const delta = severityDelta(side([closed], '2025-11-02'), side([closed, open], '2025-11-04'));
    expect(delta.decayed).toMatchObject([{ fact: 'first', cause: 'superseded', change: -50 }]);
    expect(delta.added).toMatchObject([{ fact: 'second', change: 0 }]);
  });
  it('what was revised, by the event that revised it', () => {
    const revised = { ...attack, tankersLow: 30, eventId: 'revision' };
    expect(severityDelta(side([attack], '2025-11-02'), side([revised], '2025-11-02')).revised).toMatchObject([
      { fact: attack.fact, eventId: 'revision' },
    ]);
  });
  it('nothing where another event says the same', () =>
    expect(severityDelta(side([attack], '2025-11-02'), side([{ ...attack, eventId: 'again', order: 9 }], '2025-11-02'))).toMatchObject({
      change: 0,
      revised: [],
      rescaled: [],
    }));
  it('what was retracted', () =>
    expect(severityDelta(side([attack], '2025-11-02'), side([], '2025-11-03')).retracted).toMatchObject([{ eventId: 'attack', after: 0 }]));
  it('points that moved with the coverage alone', () => {
    const [closed, road] = [
      schools('closed', '2025-11-01', 'schools'),
      observed({ kind: 'corridor-status', value: { status: 'open' } }, '2025-11-01', 'north'),
    ];
    const { rescaled } = severityDelta(side([closed], '2025-11-02'), side([closed, road], '2025-11-02'));
    expect(rescaled).toMatchObject([{ fact: 'schools', before: 50, after: 33.3333 }]);
  });
  it('nothing backwards', () => expect(() => severityDelta(side([], '2025-11-02'), side([], '2025-11-01'))).toThrow(RangeError));
});

describe('for any two sides', () => {
  it('the changes of all reports add up to that of the score', () =>
    fc.assert(
      fc.property(
        inputSets(),
        fc.infiniteStream(fc.constantFrom('keep', 'keep', 'drop', 'revise')),
        parameterSets,
        moments,
        moments,
        (inputs, fates, method, a, b) => {
          const learned = inputs.flatMap((input): SeverityInput[] => {
            const fate = fates.next().value;
            return fate === 'drop' ? [] : [fate === 'revise' ? { ...input, eventId: `${input.eventId}r`, confidence: 'low' } : input];
          });
          const delta = severityDelta(
            { inputs, parameters: method, validAt: Math.min(a, b) },
            { inputs: learned, parameters: method, validAt: Math.max(a, b) },
          );
          const items = [...delta.added, ...delta.decayed, ...delta.revised, ...delta.retracted, ...delta.rescaled];
          expect(items.reduce((all, { change }) => all + ticksOf(change), 0)).toBe(ticksOf(delta.change));
          expect(delta.components.reduce((all, { change }) => all + ticksOf(change), 0)).toBe(ticksOf(delta.change));
        },
      ),
      { numRuns: 500 },
    ));
});
