import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apportion, pointsOf, ticksOf } from './apportionment.js';

describe('apportionment', () => {
  it('gives the remainder to the largest, of equals to the earlier', () => {
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    // Due: 1.6, 4.1 and 4.3.
    expect(apportion(10, [1.6, 4.1, 4.3])).toEqual([2, 4, 4]);
  });
  it('gives nothing where no share has any', () => expect(apportion(0, [0, 0])).toEqual([0, 0]));
  it('adds up exactly, each part within one of its due', () =>
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }), (total, shares) => {
        fc.pre(shares.some((share) => share > 1e-300));
        const parts = apportion(total, shares);
        const sum = shares.reduce((a, b) => a + b, 0);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        parts.forEach((part, index) => expect(Math.abs(part - (total * shares[index]!) / sum)).toBeLessThan(1.000001));
      }),
    ));
  it('points keep their ticks', () => fc.assert(fc.property(fc.nat(1_000_000), (ticks) => expect(ticksOf(pointsOf(ticks))).toBe(ticks))));
});
