import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePlaces, farther, formatVector, parseVector, reaches, type Vector, whole } from './live-vector.js';

const place = fc.oneof(fc.nat({ max: 30 }).map(whole), fc.record({ offset: fc.nat({ max: 30 }), index: fc.nat({ max: 3 }) }));
const vector = fc.array(place, { minLength: 3, maxLength: 3 });

describe('the positions of a stream', () => {
  it('are written by partition, a part of a commit with its last event', () =>
    expect(formatVector([whole(12), { offset: 5, index: 0 }])).toBe('0-12,1-5.0'));

  it('are read as they are written', () =>
    fc.assert(
      fc.property(vector, (given: Vector) => {
        const read = parseVector(formatVector(given));
        expect(given.map((_, partition) => read?.get(partition))).toEqual(given);
        expect(read?.size).toBe(given.length);
      }),
    ));

  it.each(['', '3', '3-', '-1-2', '3-1.', '3-1.x', '3-1.2.3', '3-1,3-2', '3-1,,4-1', '3-1;4-1', '3-99999999999999999', '3-1.9999999999'])(
    '%j are none',
    (text) => expect(parseVector(text)).toBeUndefined(),
  );

  it('of two, the farther ones reach both, and no farther', () =>
    fc.assert(
      fc.property(vector, vector, (one, other) => {
        const both = farther(one, other);
        expect([reaches(both, one), reaches(both, other)]).toEqual([true, true]);
        both.forEach((at, partition) => expect([one[partition], other[partition]]).toContainEqual(at));
        expect(reaches(one, other)).toBe(one.every((at, partition) => comparePlaces(at, other[partition]!) >= 0));
      }),
    ));
});
