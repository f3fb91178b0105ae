import { describe, expect, it } from '@jest/globals';
import type { Json } from '../projection.js';
import type { FacetName } from '../travel-status/travel-status.answer.js';
import { reversalsOf, spellsOf, timeInForce } from './spells.js';

const DAY = 86_400;
const midnight = (day: number) => new Date(Date.UTC(2025, 9, day)).toISOString();
type Of = [day: number, value: Json, endDay?: number];
const spells = (facet: FacetName, ...stated: Of[]) =>
  spellsOf(
    facet,
    stated.map(([day, value, end], index) => ({
      value,
      validFrom: midnight(day),
      validTo: end === undefined ? null : midnight(end),
      eventId: `e-${index}`,
    })),
  );
const days = (from: number, to: number, facet: FacetName, ...stated: Of[]) =>
  timeInForce(spells(facet, ...stated), midnight(from), midnight(to)).map(({ value, seconds }) => [value, seconds / DAY]);

describe('the time in force', () => {
  it('runs until the next notice, or to the end of the period', () =>
    expect(days(1, 31, 'departure', [10, 'authorized'], [16, 'ordered'])).toEqual([
      [null, 9],
      ['authorized', 6],
      ['ordered', 15],
    ]));
  it('counts within the period alone', () =>
    expect(days(12, 14, 'departure', [10, 'authorized'], [16, 'ordered'])).toEqual([['authorized', 2]]));
  it('adds up where a value comes back or is stated again', () =>
    expect(days(1, 11, 'airport', [1, 'open'], [2, 'open'], [4, 'closed'], [5, 'open'])).toEqual([
      ['open', 9],
      ['closed', 1],
    ]));
  it('is unknown after the end of a time-limited notice', () => {
    const level = (native: string) => ({ native, rank: native === 'unknown' ? null : 4, scheme: 'US-STATE' });
    expect(days(1, 11, 'level', [1, level('4'), 4], [6, level('4'), 20])).toEqual([
      [level('4'), 8],
      [level('unknown'), 2],
    ]);
  });
  it('is all nothing where nothing was stated', () => expect(days(1, 11, 'departure')).toEqual([[null, 10]]));
  it('is none in no period', () => expect(days(1, 1, 'departure')).toEqual([]));
});

describe('a reversal', () => {
  const reversals = (facet: FacetName, ...stated: Of[]) =>
    reversalsOf(facet, spells(facet, ...stated)).map(({ eventId, from, to, seconds }) => [eventId, from, to, seconds / DAY]);
  it('takes again what was before', () =>
    expect(reversals('airport', [1, 'open'], [4, 'closed'], [5, 'disrupted'], [9, 'open'])).toEqual([['e-3', 'disrupted', 'open', 5]]));
  it('lifts a departure that was ordered, though none was stated before', () =>
    expect(reversals('departure', [10, 'authorized'], [16, 'ordered'], [20, 'lifted'])).toEqual([['e-2', 'ordered', 'lifted', 10]]));
  it('may come more than once', () =>
    expect(reversals('action', [1, 'none'], [2, 'leave-now'], [3, 'none'], [7, 'leave-now'])).toEqual([
      ['e-2', 'leave-now', 'none', 1],
      ['e-3', 'none', 'leave-now', 4],
    ]));
  it.each<[string, FacetName, Of[]]>([
    [
      'a value for the first time',
      'airport',
      [
        [1, 'open'],
        [2, 'closed'],
      ],
    ],
    [
      'a value stated again',
      'airport',
      [
        [1, 'open'],
        [2, 'open'],
      ],
    ],
    [
      'a value of which nothing was known for a time',
      'airport',
      [
        [1, 'open'],
        [2, 'unknown'],
        [3, 'open'],
      ],
    ],
    [
      'a value that had run out',
      'airport',
      [
        [1, 'open', 2],
        [3, 'open'],
      ],
    ],
    [
      'a value withdrawn',
      'departure',
      [
        [1, 'staff-withdrawn'],
        [2, 'unknown'],
      ],
    ],
    [
      'what lifts nothing',
      'departure',
      [
        [1, 'none'],
        [2, 'lifted'],
      ],
    ],
  ])('is not %s', (_, facet, stated) => expect(reversals(facet, ...stated)).toEqual([]));
});
