import type { DiffLine, GuidanceChangeInFull, Hunk, SectionDiff } from '../../../../libs/read-models/src/index.js';
import { asOfView } from '../as-of.view.js';
import type { Answer } from '../http/answer.js';
import { paint, type Screen, type Style } from '../terminal/screen.js';
import { clean, paragraph, wrap } from '../terminal/wrap.js';
import { changeView } from './audit.view.js';
import { textChanged } from './changes.js';

const STYLES: Readonly<Record<DiffLine['op'], Style>> = { ' ': 'dim', '-': 'red', '+': 'green' };
const MARKS: Readonly<Record<DiffLine['op'], readonly [string, string]>> = { ' ': ['', ''], '-': ['[-', '-]'], '+': ['{+', '+}'] };

/** So much of what did not change is shown beside what did, in characters. */
const AROUND = 40;

/** What did not change, but for its ends that stand beside what did: both of them where nothing did on this side. */
const shortened = (text: string, isFirst: boolean, isLast: boolean): string => {
  const start = isFirst && !isLast ? '' : `${text.slice(0, AROUND)} `;
  const end = isLast && !isFirst ? '' : ` ${text.slice(-AROUND)}`;
  return text.length <= start.length + end.length + 1 ? text : `${start}…${end}`;
};

/** The words that differ, in marks, with a little of what stands around them. */
const wordsOf = ({ text, words }: DiffLine): string => {
  if (words === undefined) return text;
  return words
    .map(({ op, text }, index) => {
      const [begin, end] = MARKS[op];
      return op === ' ' ? shortened(text, index === 0, index === words.length - 1) : `${begin}${text}${end}`;
    })
    .join('');
};

const lineView = (line: DiffLine, screen: Screen): string[] => {
  const width = screen.width - 6;
  const text = line.op === ' ' && line.text.length > width ? `${line.text.slice(0, width - 1)}…` : wordsOf(line);
  return wrap(text, width).map((part, index) => paint(`    ${index === 0 ? line.op : ' '} ${part}`, STYLES[line.op], screen));
};

const hunksView = (hunks: readonly Hunk[], screen: Screen): string[] =>
  hunks.flatMap(({ lines }, index) => [
    ...(index === 0 ? [] : [paint('    ⋮', 'dim', screen)]),
    ...lines.flatMap((line) => lineView(line, screen)),
  ]);

const sectionView = (section: SectionDiff, screen: Screen): string =>
  [paint(`  ${clean(section.title)}`, 'bold', screen), ...hunksView(section.hunks, screen)].join('\n');

/** One change: what it says of itself, and the lines of its text that differ. */
export const changeInFullView = (answer: Answer<{ change: GuidanceChangeInFull }>, screen: Screen): string => {
  const { situation, change } = answer;
  const sections = change.text?.sections ?? [];
  const against = change.text?.comparedWith;
  return [
    paragraph(`A guidance change of ${situation}`, screen, { style: 'bold' }),
    asOfView(answer, screen),
    '',
    changeView(change, screen),
    '',
    ...(sections.length === 0 || against === null || against === undefined
      ? [paragraph(`Text: ${textChanged(change).join('; ')}.`, screen)]
      : [
          paragraph(`Text, compared with notice ${against.noticeId} (event ${against.eventId}):`, screen),
          '',
          sections.map((section) => sectionView(section, screen)).join('\n\n'),
        ]),
  ].join('\n');
};
