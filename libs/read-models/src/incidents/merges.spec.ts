import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { speakersOf } from './merges.js';

const speakers = (into: Record<string, string>) => Object.fromEntries(speakersOf(new Map(Object.entries(into))));

it('the last of a chain speaks for all of it', () => expect(speakers({ a: 'b', b: 'c', d: 'c' })).toEqual({ a: 'c', b: 'c', d: 'c' }));
it('none speaks for one that was not merged', () => expect(speakers({})).toEqual({}));
it('the least of a circle speaks for it, and for what leads into it', () =>
  expect(speakers({ c: 'b', b: 'd', d: 'c', x: 'd' })).toEqual({ c: 'b', d: 'b', x: 'b' }));
it('every incident is spoken for by one that speaks for itself', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(fc.dictionary(ids, ids), (into) => {
      const found = speakers(into);
      for (const speaker of Object.values(found)) expect(found[speaker]).toBeUndefined();
    }),
  );
});
