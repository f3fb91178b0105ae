import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, type Said, type State } from './compare.js';

const said = (value: string, day: number, eventId = `${value}-${day}`): Said => ({
  value,
  since: `2025-10-0${day}T00:00:00.000Z`,
  eventId,
});
const state = (facets: Record<string, Said> = {}): State => new Map(Object.entries(facets));
const compared = (earlier: object, earlierAsKnownNow: object, later: object) =>
  compare({
    earlier: state(earlier as Record<string, Said>),
    earlierAsKnownNow: state(earlierAsKnownNow as Record<string, Said>),
    later: state(later as Record<string, Said>),
  });
const [none, ordered] = [said('none', 1), said('ordered', 2)];

describe('a difference', () => {
  it('of the moment is the world’s', () =>
    expect(compared({ a: none }, { a: none }, { a: ordered })).toEqual({
      differences: [{ key: 'a', axis: 'world', before: none, after: ordered }],
      same: [],
    }));
  it('of the same moment is our knowledge’s', () =>
    expect(compared({ a: none }, { a: ordered }, { a: ordered })).toEqual({
      differences: [{ key: 'a', axis: 'knowledge', before: none, after: ordered }],
      same: [],
    }));
  it('may be of both, knowledge first', () =>
    expect(compared({}, { a: none }, { a: ordered }).differences).toEqual([
      { key: 'a', axis: 'knowledge', before: undefined, after: none },
      { key: 'a', axis: 'world', before: none, after: ordered },
    ]));
  it('is told where what was known is gone', () =>
    expect(compared({ a: none }, {}, {}).differences).toEqual([{ key: 'a', axis: 'knowledge', before: none, after: undefined }]));
  it('of knowledge may be the start alone', () => {
    const moved = said('none', 3);
    expect(compared({ a: none }, { a: moved }, { a: moved }).differences).toEqual([
      { key: 'a', axis: 'knowledge', before: none, after: moved },
    ]);
  });
  it('is one of content, whatever the order of its parts', () => {
    const [one, other] = [
      { ...none, value: { a: 1, b: [2] } },
      { ...none, value: { b: [2], a: 1 } },
    ];
    expect(compared({ a: one }, { a: other }, { a: one }).differences).toEqual([]);
    expect(compared({ a: one }, { a: { ...one, value: { a: 1, b: [3] } } }, { a: one }).differences.length).toBe(2);
  });
});

describe('what is the same', () => {
  it('stands since it first held, and says who said it again', () => {
    const again = said('none', 4);
    expect(compared({ a: none }, { a: none }, { a: again })).toEqual({
      differences: [],
      same: [{ key: 'a', said: none, restated: again }],
    });
    expect(compared({ a: none }, { a: none }, { a: none }).same).toEqual([{ key: 'a', said: none, restated: undefined }]);
  });
  it('is told by key', () => {
    const both = { b: none, a: none };
    expect(compared(both, both, both).same.map(({ key }) => key)).toEqual(['a', 'b']);
  });
});

const states = fc
  .dictionary(fc.constantFrom('a', 'b', 'c'), fc.tuple(fc.constantFrom('none', 'ordered'), fc.integer({ min: 1, max: 3 })), {
    noNullPrototype: true,
  })
  .map((facets) => state(Object.fromEntries(Object.entries(facets).map(([key, [value, day]]) => [key, said(value, day)]))));

it('applied to the first state, the differences give the last; what is the same is in all three', () =>
  fc.assert(
    fc.property(states, states, states, (earlier, earlierAsKnownNow, later) => {
      const { differences, same } = compare({ earlier, earlierAsKnownNow, later });
      const applied = new Map([...earlier].map(([key, { value }]) => [key, value]));
      for (const { key, before, after } of differences) {
        expect(applied.get(key)).toEqual(before?.value);
        if (after === undefined) applied.delete(key);
        else applied.set(key, after.value);
      }
      expect(applied).toEqual(new Map([...later].map(([key, { value }]) => [key, value])));
      for (const { key, said } of same) expect([earlier.get(key)?.value, later.get(key)?.value]).toEqual([said.value, said.value]);
    }),
  ));
