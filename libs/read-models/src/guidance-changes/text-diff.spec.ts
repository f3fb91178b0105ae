import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DiffLine, hunksOf, lineDiff, wordEdits } from './text-diff.js';

const textDiff = (before: readonly string[], after: readonly string[]) => {
  const { lines, ...counts } = lineDiff(before, after);
  return { ...counts, hunks: hunksOf(lines, wordEdits()) };
};
const text = ({ op, text }: DiffLine) => `${op}${text}`;
const shown = (before: readonly string[], after: readonly string[]) =>
  textDiff(before, after).hunks.map(({ before, after, lines }) => [before, after, ...lines.map(text)]);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

describe('the lines that differ', () => {
  it('are none in equal texts', () => expect(textDiff(['a'], ['a'])).toEqual({ linesAdded: 0, linesRemoved: 0, hunks: [] }));
  it('stand between the lines around them, with their place on each side', () =>
    expect(shown(numbers(1, 9), [...numbers(1, 3), 'new', ...numbers(4, 7), ...numbers(9, 9)])).toEqual([
      [3, 3, ' line 3', '+new', ' line 4'],
      [7, 8, ' line 7', '-line 8', ' line 9'],
    ]));
  it('stand together where little is between them', () =>
    expect(shown(numbers(1, 5), ['line 1', 'line 3', 'line 4', 'new', 'line 5'])).toEqual([
      [1, 1, ' line 1', '-line 2', ' line 3', ' line 4', '+new', ' line 5'],
    ]));
  it('are all of a text that was not there before', () => expect(shown([], ['a', 'b'])).toEqual([[1, 1, '+a', '+b']]));
  it('are counted', () => expect(textDiff(['a', 'b', 'c'], ['a', 'd'])).toMatchObject({ linesAdded: 1, linesRemoved: 2 }));
  it('are all where too much differs', () => {
    const [before, after] = [numbers(1, 3_000), numbers(4_000, 7_000)];
    expect(textDiff(before, after)).toMatchObject({ linesAdded: 3_001, linesRemoved: 3_000 });
  });
});

describe('the words that differ', () => {
  it('are told of a line and the one that it became', () => {
    const [line] = textDiff(['Staff have been withdrawn from Bamako'], ['Staff have been evacuated from Bamako']).hunks[0]!.lines;
    expect(line!.words).toEqual([
      { op: ' ', text: 'Staff have been ' },
      { op: '-', text: 'withdrawn' },
      { op: ' ', text: ' from Bamako' },
    ]);
  });
  it('are told of each line and the one in its place', () => {
    const { lines } = textDiff(['on the 1st of May', 'on the 2nd of May'], ['on the 3rd of May', 'on the 4th of May']).hunks[0]!;
    expect(lines.map(({ words }) => words?.find(({ op }) => op !== ' ')?.text)).toEqual(['1st', '2nd', '3rd', '4th']);
  });
  it('are not told of lines that have little in common', () =>
    expect(textDiff(['Staff have been withdrawn'], ['Fuel is short']).hunks[0]!.lines.every(({ words }) => words === undefined)).toBe(
      true,
    ));
});

const LINES = fc.array(fc.constantFrom('a b c', 'a b d', 'e f', 'g'), { maxLength: 12 });

it('lead from one text to the other, whatever they are', () => {
  fc.assert(
    fc.property(LINES, LINES, (before, after) => {
      const { hunks, linesAdded, linesRemoved } = textDiff(before, after);
      const made: string[] = [];
      let read = 0;
      for (const hunk of hunks) {
        made.push(...before.slice(read, hunk.before - 1));
        expect(hunk.after).toBe(made.length + 1);
        made.push(...hunk.lines.filter(({ op }) => op !== '-').map(({ text }) => text));
        const old = hunk.lines.filter(({ op }) => op !== '+').map(({ text }) => text);
        expect(before.slice(hunk.before - 1, hunk.before - 1 + old.length)).toEqual(old);
        read = hunk.before - 1 + old.length;
        for (const { text, words } of hunk.lines) if (words !== undefined) expect(words.map((word) => word.text).join('')).toBe(text);
      }
      expect([...made, ...before.slice(read)]).toEqual(after);
      expect(linesAdded - linesRemoved).toBe(after.length - before.length);
    }),
    { numRuns: 1_000 },
  );
});
