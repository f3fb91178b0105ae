import { describe, expect, it } from '@jest/globals';
import { eventCodec, type StoredShape } from './event-codec.js';

const of = (name: string, type: string): object => ({ type: 'object', required: [name], properties: { [name]: { type } } });
const THING: Record<number, StoredShape> = {
  1: { data: of('metres', 'number'), upcast: ({ metres }) => ({ millimetres: Number(metres) * 1000 }) },
  2: { data: of('millimetres', 'number'), upcast: ({ millimetres }) => ({ length: `${Number(millimetres)} mm` }) },
  3: { data: of('length', 'string') },
};
type Thing = { type: 'Thing'; length: string };
const codec = eventCodec<Thing>({ Thing: THING });
const decoded = (schema: number, data: Record<string, unknown>) => codec.decode({ type: 'Thing', schema, data });

describe('the codec', () => {
  it('writes the newest shape', () =>
    expect(codec.encode({ type: 'Thing', length: '2 mm' })).toEqual({ type: 'Thing', schema: 3, data: { length: '2 mm' } }));
  it('brings every older shape up to it, one number at a time', () => {
    expect(decoded(1, { metres: 2 })).toEqual({ type: 'Thing', length: '2000 mm' });
    expect(decoded(2, { millimetres: 2 })).toEqual({ type: 'Thing', length: '2 mm' });
    expect(decoded(3, { length: '2 mm' })).toEqual({ type: 'Thing', length: '2 mm' });
  });
  it.each([
    [1, { millimetres: 2 }, /metres/],
    [2, { metres: 2 }, /millimetres/],
    [3, { metres: 2 }, /length/],
    [4, { length: '2 mm' }, /schema 4 is not known/],
    [0, { length: '2 mm' }, /schema 0 is not known/],
  ])('reads data by the number that it bears: %i %j', (schema, data, reason) =>
    expect(decoded(schema, data)).toMatchObject({ type: 'Unreadable', storedType: 'Thing', reason: expect.stringMatching(reason) }),
  );
  it('says so where an upcaster leads to what is no next shape', () => {
    const broken = eventCodec<Thing>({ Thing: { 1: { data: {}, upcast: (data) => data }, 2: { data: of('length', 'string') } } });
    expect(broken.decode({ type: 'Thing', schema: 1, data: {} })).toMatchObject({ type: 'Unreadable' });
  });
  it.each<[string, Record<number, StoredShape>]>([
    ['an older shape without an upcaster', { 1: { data: {} }, 2: { data: {} } }],
    ['an upcaster that leads nowhere', { 1: { data: {}, upcast: (data) => data } }],
    ['a gap in the numbers', { 1: { data: {}, upcast: (data) => data }, 3: { data: {} } }],
  ])('is not made of %s', (_, Thing) => expect(() => eventCodec({ Thing })).toThrow(TypeError));
});
