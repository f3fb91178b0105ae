import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareOf } from './share.js';

const instances = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 20 });
const partitions = fc.integer({ min: 1, max: 64 });
const all = (count: number) => Array.from({ length: count }, (_, partition) => partition);

describe('the shares of those who live', () => {
  it('give every partition to exactly one, whoever lives', () => {
    fc.assert(
      fc.property(instances, partitions, (living, count) => {
        const shares = living.flatMap((instance) => shareOf(instance, living, count));
        expect(shares.sort((a, b) => a - b)).toEqual(all(count));
      }),
    );
  });

  it('differ by one partition at most', () => {
    fc.assert(
      fc.property(instances, partitions, (living, count) => {
        const sizes = living.map((instance) => shareOf(instance, living, count).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are the same in whatever order the living are told, and whether or not one is told of itself', () => {
    fc.assert(
      fc.property(instances, partitions, fc.nat(), (living, count, nth) => {
        const instance = living[nth % living.length]!;
        const others = living.filter((one) => one !== instance);
        expect(shareOf(instance, others.toReversed(), count)).toEqual(shareOf(instance, living, count));
      }),
    );
  });

  it('of one alone is everything', () => expect(shareOf('a', [], 3)).toEqual([0, 1, 2]));
  it('are none where there are more projectors than partitions', () => expect(shareOf('c', ['a', 'b'], 2)).toEqual([]));
});
