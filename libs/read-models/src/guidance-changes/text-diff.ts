import { type Change, diffArrays, diffWordsWithSpace } from 'diff';

export type WordChange = { op: ' ' | '-' | '+'; text: string };
/** `words` tell what differs between a removed line and the added one that takes its place. */
export type DiffLine = WordChange & { words?: WordChange[] };
/** Lines around a change. `before` and `after` are the number of its first line on each side, from 1. */
export type Hunk = { before: number; after: number; lines: DiffLine[] };
export type LineDiff = { linesAdded: number; linesRemoved: number; lines: DiffLine[] };
/** How many more edits of words are looked for. */
export type WordEdits = { left: number };

/** Unchanged lines that are shown on either side of a change. */
const CONTEXT = 1;
/** Beyond so many edits the work would grow with their square: then everything counts as replaced. A limit of time would not give the same answer twice. */
const MOST_LINE_EDITS = 2_000;
const MOST_WORD_EDITS = 400;
/** Of all lines together: a notice may have a thousand of them, each with as many edits as one may have. */
const MOST_WORD_EDITS_IN_ALL = 5_000;
const MOST_PAIRS = 10_000;
/** Share of words in common from which a line counts as the other one changed. */
const ALIKE = 0.5;

const opOf = ({ added, removed }: { added: boolean; removed: boolean }): DiffLine['op'] => (added ? '+' : removed ? '-' : ' ');

const lineChanges = (before: readonly string[], after: readonly string[]): DiffLine[] => {
  const changes = diffArrays([...before], [...after], { maxEditLength: MOST_LINE_EDITS });
  if (changes === undefined)
    return [...before.map((text) => ({ op: '-' as const, text })), ...after.map((text) => ({ op: '+' as const, text }))];
  return changes.flatMap((change) => change.value.map((text) => ({ op: opOf(change), text })));
};

const wordsOf = (line: string): Set<string> => new Set(line.split(/\s+/));

const areAlike = (one: Set<string>, other: Set<string>): boolean => {
  const needed = (ALIKE * (one.size + other.size)) / 2;
  if (Math.min(one.size, other.size) < needed) return false;
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  return common >= needed;
};

/** What may be spent on the words of one notice. */
export const wordEdits = (): WordEdits => ({ left: MOST_WORD_EDITS_IN_ALL });

const editsIn = (changes: readonly Change[]): number =>
  changes.reduce((sum, { added, removed, count }) => (added || removed ? sum + count : sum), 0);

/** Shows in each removed line, and in the added one that it became, which words differ, as long as edits are left. Lines keep their order. */
const withWords = (removed: readonly DiffLine[], added: readonly DiffLine[], edits: WordEdits): DiffLine[] => {
  const lines = [...removed, ...added].map((line) => ({ ...line }));
  if (removed.length * added.length > MOST_PAIRS) return lines;
  const candidates = added.map(({ text }) => wordsOf(text));
  let next = 0;
  removed.forEach(({ text }, index) => {
    if (edits.left <= 0) return;
    const words = wordsOf(text);
    const at = candidates.findIndex((candidate, place) => place >= next && areAlike(words, candidate));
    if (at === -1) return;
    const changes = diffWordsWithSpace(text, added[at]!.text, { maxEditLength: MOST_WORD_EDITS });
    edits.left -= changes === undefined ? MOST_WORD_EDITS : editsIn(changes);
    if (changes === undefined) return;
    next = at + 1;
    const told = changes.map((change): WordChange => ({ op: opOf(change), text: change.value }));
    lines[index]!.words = told.filter(({ op }) => op !== '+');
    lines[removed.length + at]!.words = told.filter(({ op }) => op !== '-');
  });
  return lines;
};

/** Runs of lines of one kind: unchanged, or changed. */
const runsOf = (lines: readonly DiffLine[]): DiffLine[][] => {
  const runs: DiffLine[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run !== undefined && (run[0]!.op === ' ') === (line.op === ' ')) run.push(line);
    else runs.push([line]);
  }
  return runs;
};

const count = (lines: readonly DiffLine[], ...ops: readonly DiffLine['op'][]): number => lines.filter(({ op }) => ops.includes(op)).length;

/** Lines that differ, with one around them, and their words as far as `edits` lasts. */
export const hunksOf = (lines: readonly DiffLine[], edits: WordEdits): Hunk[] => {
  const hunks: Hunk[] = [];
  const at = { before: 1, after: 1 };
  const runs = runsOf(lines);
  runs.forEach((run, index) => {
    const hunk = hunks.at(-1);
    if (run[0]!.op !== ' ') {
      const removed = run.filter(({ op }) => op === '-');
      const changed = withWords(
        removed,
        run.filter(({ op }) => op === '+'),
        edits,
      );
      if (hunk === undefined) hunks.push({ ...at, lines: changed });
      else hunk.lines.push(...changed);
    } else {
      const [first, last] = [index === 0, index === runs.length - 1];
      if (!first) hunk!.lines.push(...run.slice(0, CONTEXT));
      if (!last) {
        const before = run.slice(first ? -CONTEXT : Math.max(CONTEXT, run.length - CONTEXT));
        const isGap = first || run.length > 2 * CONTEXT;
        if (!isGap) hunk!.lines.push(...before);
        else hunks.push({ before: at.before + run.length - before.length, after: at.after + run.length - before.length, lines: before });
      }
    }
    at.before += count(run, ' ', '-');
    at.after += count(run, ' ', '+');
  });
  return hunks;
};

/** What differs between two texts, line by line: all lines of both, in order. */
export const lineDiff = (before: readonly string[], after: readonly string[]): LineDiff => {
  const lines = lineChanges(before, after);
  return { linesAdded: count(lines, '+'), linesRemoved: count(lines, '-'), lines };
};
