import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { same } from './equality.js';

describe('same', () => {
  it.each([
    [
      { a: 1, b: [{ c: 2, d: 3 }] },
      { b: [{ d: 3, c: 2 }], a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [0, -0],
    [null, null],
  ])('%j is %j', (a, b) => expect(same(a, b)).toBe(true));
  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      { a: 1, b: undefined },
      { a: 1, c: 2 },
    ],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [[], {}],
    [null, {}],
    [{ a: null }, {}],
    ['1', 1],
  ])('%j is not %j', (a, b) => {
    expect(same(a, b)).toBe(false);
    expect(same(b, a)).toBe(false);
  });
  it('takes every JSON value for its own copy, and for no other value', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 1 }), (a, b) => {
        expect(same(a, JSON.parse(JSON.stringify(a)))).toBe(true);
        if (same(a, b)) expect(JSON.parse(JSON.stringify(a))).toEqual(JSON.parse(JSON.stringify(b)));
      }),
      { numRuns: 1_000 },
    ));
});
