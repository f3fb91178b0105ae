import { expect, it } from '@jest/globals';
import { guidanceChange } from '../answers.example.js';
import { asked } from '../asked.example.js';
import { widthOf } from '../terminal/wrap.js';
import { changeInFullView } from './text-diff.view.js';

const LONG = `Support for British nationals is severely limited in Mali, ${'especially outside Bamako, '.repeat(10)}and there is none elsewhere.`;
const GONE = ' Staff have been withdrawn.';
const section = {
  title: 'Warnings\u001B[31m',
  change: 'changed' as const,
  aboutSafety: true,
  beyondFormatting: true,
  linesAdded: 2,
  linesRemoved: 1,
  hunks: [
    {
      before: 4,
      after: 4,
      lines: [
        { op: ' ' as const, text: LONG },
        {
          op: '-' as const,
          text: LONG + GONE,
          words: [
            { op: ' ' as const, text: LONG },
            { op: '-' as const, text: GONE },
          ],
        },
        { op: '+' as const, text: LONG, words: [{ op: ' ' as const, text: LONG }] },
      ],
    },
    { before: 9, after: 9, lines: [{ op: '+' as const, text: 'Leave now.' }] },
  ],
};
const change = (sections = [section]) => ({
  ...guidanceChange(),
  text: { contentHash: 'a', comparedWith: { eventId: 'e-1', noticeId: 'ml-070' }, sections },
});
const view = (of = change(), colours = false) => changeInFullView({ ...asked, change: of }, { width: 80, colours });

it('shows the words that differ, with a little around them', () => {
  const lines = view().split('\n');
  const from = lines.indexOf('  Warnings [31m');
  expect(lines.slice(from - 2)).toEqual([
    'Text, compared with notice ml-070 (event e-1):',
    '',
    '  Warnings [31m',
    `      ${LONG.slice(0, 73)}…`,
    '    - … ide Bamako, and there is none elsewhere.[- Staff have been withdrawn.-]',
    expect.stringMatching(/^ {4}\+ Support for British nationals is severel … ide Bamako/),
    ...lines.slice(from + 4, -2),
    '    ⋮',
    '    + Leave now.',
  ]);
});
it('keeps the space around a word that is gone', () => {
  const words = [
    { op: ' ' as const, text: `${'a'.repeat(60)} flights are ` },
    { op: '-' as const, text: 'still ' },
    { op: ' ' as const, text: `available ${'b'.repeat(60)}` },
  ];
  const lines = [{ op: '-' as const, text: words.map(({ text }) => text).join(''), words }];
  expect(view(change([{ ...section, hunks: [{ before: 1, after: 1, lines }] }]))).toContain(' flights are [-still -]available');
});
it('fits 80 columns', () => expect(Math.max(...view().split('\n').map(widthOf))).toBeLessThanOrEqual(80));
it('is red and green where there are colours', () => {
  const text = view(change(), true);
  expect(text).toContain('\u001B[31m    -');
  expect(text).toContain('\u001B[32m    + Leave now.\u001B[39m');
});
it('says where no text differs', () => expect(view(change([]))).toMatch(/Text: the same as before\.$/));
it('says where there is none', () => expect(view({ ...change(), text: null } as never)).toMatch(/Text: no text is recorded\.$/));
