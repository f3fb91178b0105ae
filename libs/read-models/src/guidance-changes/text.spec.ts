import { describe, expect, it } from '@jest/globals';
import { linesOf, plain, sameWords } from './text.js';

const same = (before: string, after: string, ...notes: (string | null)[]) => sameWords(before, after, notes);

it('a text has lines that are not blank, without the space at their end', () =>
  expect(linesOf('# One  \r\n\n  two\n \nthree\t')).toEqual(['# One', '  two', 'three']));
it('plain words have neither case, accents nor marks', () => expect(plain('**Été** — “l’Avis” no. 3')).toBe('ete l avis no 3'));

describe('two texts say the same', () => {
  it.each([
    ['in other marks and case', '## 25 April Attacks', '**25 April attacks**'],
    ['in other lines', '**Insurance:** get it.', '**Insurance**\n\nGet it'],
    ['in another order of lines', 'Updated:\nStill current', 'Still current\nUpdated:'],
    ['with another target of a link', 'Call the [embassy](https://a).', 'Call the [embassy](https://b "title").'],
    ['with other pictures', '![map](a.jpg)\nleave', '![map](b.jpg)\nleave'],
    ['with other ways to the next page', 'leave\n[Next\n:\nHealth](/health)', 'leave\n[Next:Health](/health)\n* [travel advice on X](x)'],
    ['with other dates of update', 'Updated:\n:   30 October 2025\nJuly 31, 2023', 'Updated:\n:   1 November 2025\n2025-11-01'],
  ])('%s', (_, before, after) => expect(same(before, after)).toBe(true));
  it('with another note of the change printed on the page', () =>
    expect(
      same('Latest update:\n:   On fuel (see ‘Health’)', 'Latest update:\n:   On kidnaps', 'On fuel  (see Health).', 'On kidnaps'),
    ).toBe(true));
});

describe('two texts do not say the same', () => {
  it.each([
    ['with a word less', 'Support is limited. Staff have been withdrawn.', 'Support is limited.'],
    ['with another number', 'within 25km of Bamako', 'within 15km of Bamako'],
    ['with another order of words', 'leave now, do not stay', 'stay now, do not leave'],
    ['with a date in a sentence', 'Curfew until 28 April 2026', 'Curfew until 1 May 2026'],
    ['with a note that nobody printed', 'On fuel', 'On kidnaps'],
  ])('%s', (_, before, after) => expect(same(before, after, null)).toBe(false));
});

it('is told in time of a text made to take long', () => {
  const began = performance.now();
  for (const unit of ['[', '![', '[a](', '* [', '(', '\n[', '-\t']) same(unit.repeat(200_000 / unit.length), 'leave');
  expect(performance.now() - began).toBeLessThan(5_000);
});
