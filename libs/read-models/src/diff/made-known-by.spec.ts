import { describe, expect, it } from '@jest/globals';
import { madeKnownBy } from './made-known-by.js';
import type { Touch } from './touches.queries.js';

const said = (eventId: string) => ({ value: eventId, since: '2025-10-28T00:00:00.000Z', eventId });
const touch = (op: Touch['op'], said: string, event = said): Touch => ({ key: 'k', op, said, event });

describe('the event that made a difference known', () => {
  it('is the one that says what is known now', () =>
    expect(
      madeKnownBy({ before: said('a'), after: said('b') }, [touch('assert', 'b'), touch('withdraw', 'a', 'x'), touch('assert', 'c')]),
    ).toBe('b'));
  it('is the one that restored it', () =>
    expect(madeKnownBy({ before: said('a'), after: said('b') }, [touch('withdraw', 'a', 'x'), touch('assert', 'b', 'x')])).toBe('x'));
  it('is the one that took back what was known, where something older stands again, or nothing', () => {
    const touches = [touch('assert', 'c'), touch('withdraw', 'a', 'retraction'), touch('assert', 'd')];
    expect(madeKnownBy({ before: said('a'), after: said('b') }, touches)).toBe('retraction');
    expect(madeKnownBy({ before: said('a'), after: undefined }, touches)).toBe('retraction');
  });
  it('is the last that had a say, where the same is said from another start', () =>
    expect(madeKnownBy({ before: said('a'), after: said('a') }, [touch('assert', 'a'), touch('assert', 'bound')])).toBe('bound'));
  it('is unknown where nothing had', () => expect(madeKnownBy({ before: undefined, after: said('a') }, [])).toBeUndefined());
});
