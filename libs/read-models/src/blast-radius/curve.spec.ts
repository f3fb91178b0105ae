import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curveOf, differences, type Statement } from './curve.js';

const said = (since: number, value: string, end: number | null = null): Statement => ({ since, end, value, unknown: 'unknown' });
const steps = (...statements: Statement[]) => curveOf(statements).map(({ from, value }) => [from, value]);
const DAY = 86_400_000;
const day = (number: number) => new Date(number * DAY).toISOString();

describe('what is in force over time', () => {
  it('is the statement of highest rank that has begun', () => {
    expect(steps(said(1, 'a'), said(2, 'b'))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(steps(said(2, 'b'), said(1, 'a'))).toEqual([[1, 'a']]);
    expect(steps(said(1, 'a'), said(1, 'b'))).toEqual([[1, 'b']]);
  });
  it('is unknown from the end of a statement, never the older one', () =>
    expect(steps(said(1, 'a'), said(2, 'b', 3), said(5, 'c'))).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'unknown'],
      [5, 'c'],
    ]));
  it('is unknown at once where a statement ends before it begins', () => expect(steps(said(4, 'a', 2))).toEqual([[4, 'unknown']]));
  it('equals what is asked at each moment', () => {
    const statement = fc
      .record({ since: fc.nat(9), length: fc.option(fc.nat(5)), value: fc.constantFrom('a', 'b') })
      .map(({ since, length, value }) => said(since, value, length === null ? null : since + length));
    fc.assert(
      fc.property(fc.array(statement), fc.nat(16), (statements, at) => {
        const last = statements.findLast(({ since }) => since <= at);
        const expected = last === undefined ? null : last.end !== null && last.end <= at ? 'unknown' : last.value;
        expect(curveOf(statements).findLast(({ from }) => from <= at)?.value ?? null).toBe(expected);
      }),
    );
  });
});

describe('the differences of two curves', () => {
  it('are periods of one value before and one after', () =>
    expect(differences(curveOf([said(DAY, 'a'), said(4 * DAY, 'b')]), curveOf([said(2 * DAY, 'a'), said(3 * DAY, 'c')]))).toEqual([
      { from: day(1), to: day(2), before: 'a', after: null },
      { from: day(3), to: day(4), before: 'a', after: 'c' },
      { from: day(4), to: null, before: 'b', after: 'c' },
    ]));
  it('join where nothing changes between', () =>
    expect(differences(curveOf([said(DAY, 'a'), said(2 * DAY, 'a')]), [])).toEqual([{ from: day(1), to: null, before: 'a', after: null }]));
  it('are none between equal curves', () => expect(differences(curveOf([said(1, 'a')]), curveOf([said(1, 'a')]))).toEqual([]));
});
