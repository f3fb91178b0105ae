import { describe, expect, it } from '@jest/globals';
import { parametersIn, standing, type Told } from './told.js';

let offset = 0;
const told = (key: string, of: Partial<Told> = {}): Told => {
  offset += 1;
  return {
    key,
    value: { start: 10 },
    eventId: `e-${offset}`,
    seq: 0,
    recorded: offset,
    published: offset,
    offset,
    index: 0,
    ord: 0,
    ...of,
  };
};
const always = () => true;
const idsOf = (rows: readonly { eventId: string }[]) => rows.map(({ eventId }) => eventId);

describe('what stands at a moment', () => {
  it('is of an incident the report recorded last, also where the public knew another later', () => {
    const [later, earlier] = [told('incident/a', { published: 9 }), told('incident/a', { published: 5 })];
    expect(idsOf(standing([earlier, later], always, 0))).toEqual([earlier.eventId]);
  });
  it('is of what was said later the last word by version, also where it was published before', () => {
    const [first, second] = [told('incident/a/claim/x', { seq: 2, published: 9 }), told('incident/a/claim/x', { seq: 3, published: 5 })];
    expect(idsOf(standing([second, first], always, 0))).toEqual([second.eventId]);
  });
  it('is every observation that has begun, and no other', () => {
    const [begun, later] = [told('observation/schools/country'), told('observation/schools/country', { value: { start: 11 } })];
    expect(idsOf(standing([begun, later], always, 10))).toEqual([begun.eventId]);
  });
  it('is an incident before it begins', () => expect(standing([told('incident/a')], always, 0)).toHaveLength(1));
  it('is nothing that is not known, though it would outrank what is', () => {
    const [known, unknown] = [told('incident/a'), told('incident/a')];
    expect(idsOf(standing([known, unknown], (row) => row === known, 0))).toEqual([known.eventId]);
  });
  it('is ranked by publication', () =>
    expect(
      standing([told('observation/power/b'), told('incident/a'), told('parameters/places'), told('incident/b')], always, 10).map(
        ({ key, rank }) => [key, rank],
      ),
    ).toEqual([
      ['observation/power/b', 1],
      ['incident/a', 2],
      ['incident/b', 3],
    ]));
});

describe('parameters', () => {
  it('are of the event recorded last, by name', () => {
    const [last, first] = [told('parameters/places', { value: 2, published: 1, offset: 900 }), told('parameters/places', { value: 1 })];
    expect(parametersIn([last, first, told('parameters/corridors', { value: 3 })], always)).toEqual({ places: 2, corridors: 3 });
  });
});
