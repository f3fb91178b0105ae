import { describe, expect, it } from '@jest/globals';
import type { AsOf } from './as-of.js';
import { asOfCursor, keyAfter, MalformedCursor, pageOf, writeCursor } from './page.js';

const asOf: AsOf = { clock: 'recorded', knownAt: null, validAt: '2026-01-01T00:00:00.000Z', position: { partition: 0, offset: 12 } };
const cursor = writeCursor({ list: 'things', key: ['2025-10-24', 3], asOf });
const raw = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('keeps the question that it continues', () => expect(asOfCursor(cursor)).toEqual(asOf));
  it('keeps the sort key', () => expect(keyAfter('things', cursor, ['day', 'int'])).toEqual(['2025-10-24', 3]));
  it('is absent on the first page', () => expect(keyAfter('things', undefined, ['day'])).toBeUndefined());
  it.each([
    ['of another list', 'others', cursor, ['day', 'int']],
    ['of another shape', 'things', cursor, ['instant', 'int']],
    ['of another length', 'things', cursor, ['day']],
    ['that is no JSON', 'things', 'zzz', ['day', 'int']],
    ['with a position that is none', 'things', raw(['things', ['2025-10-24', 3], 'recorded', null, asOf.validAt, 'x', 1]), ['day', 'int']],
    [
      'with a time as no list writes it',
      'things',
      raw(['things', ['2025-10-24', 3], 'recorded', null, '2026-01-01T00:00:00-16:00', 0, 1]),
      ['day', 'int'],
    ],
    [
      'with a sort key as no list writes it',
      'things',
      raw(['things', ['2026-01-01T00:00:00+23:59'], 'recorded', null, asOf.validAt, 0, 1]),
      ['instant'],
    ],
    ['with a time that is none', 'things', raw(['things', ['2025-10-24', 3], 'recorded', 'soon', asOf.validAt, 0, 1]), ['day', 'int']],
  ] as const)('%s is refused', (_, list, text, shape) => expect(() => keyAfter(list, text, shape)).toThrow(MalformedCursor));
});

describe('a page', () => {
  const numbers = { list: 'numbers', keyOf: (row: number) => [row], asOf };
  it('names the last item where there are more', () => {
    const { items, next } = pageOf([1, 2, 3], 2, String, numbers);
    expect([items, keyAfter('numbers', next!, ['int'])]).toEqual([['1', '2'], [2]]);
  });
  it('names none on the last page', () => expect(pageOf([1, 2], 2, String, numbers).next).toBeNull());
});
