import type { SectionChange, SectionDiff } from './guidance-changes.answer.js';
import { linesOf, plain, sameWords } from './text.js';
import { type DiffLine, hunksOf, lineDiff, wordEdits } from './text-diff.js';

/** The whole of what an advisory's pages say, by section title: what is missing was taken off. */
export type Sections = Readonly<Record<string, string>>;
export type Content = { sections: Sections; note: string | null };

/** How titles of sections about safety begin one of their words, in the languages of the authorities known. */
const SAFETY = [
  ['safe', 'secur', 'warn', 'advi', 'alert', 'risk', 'threat', 'terror', 'kidnap', 'latest', 'evacuat'],
  ['sicher', 'reisewarn', 'aktuell'],
  ['derniere', 'vigilance'],
  ['sicurezza', 'avvis'],
].flat();

/** Whether a section tells how dangerous it is or what to do: so its title says. */
export const isAboutSafety = (title: string): boolean =>
  plain(title)
    .split(' ')
    .some((word) => SAFETY.some((stem) => word.startsWith(stem)));

const own = (sections: Sections, title: string): string | undefined => (Object.hasOwn(sections, title) ? sections[title] : undefined);

/** Every section that differs in as much as one line that is not blank, in the order of the page; those taken off come last. */
const differing = (before: Content, after: Content): { change: SectionChange; lines: DiffLine[] }[] => {
  const titles = new Set([...Object.keys(after.sections), ...Object.keys(before.sections)]);
  return [...titles].flatMap((title) => {
    const [past, present] = [own(before.sections, title), own(after.sections, title)];
    if (past === present) return [];
    const { lines, ...counts } = lineDiff(linesOf(past ?? ''), linesOf(present ?? ''));
    const change = past === undefined ? 'added' : present === undefined ? 'removed' : 'changed';
    if (change === 'changed' && counts.linesAdded + counts.linesRemoved === 0) return [];
    const beyondFormatting = !sameWords(past ?? '', present ?? '', [before.note, after.note]);
    return [{ change: { title, change, aboutSafety: isAboutSafety(title), beyondFormatting, ...counts }, lines }];
  });
};

/** The sections that differ, without their lines. */
export const sectionChanges = (before: Content, after: Content): SectionChange[] => differing(before, after).map(({ change }) => change);

/** The sections that differ, with the very lines. */
export const sectionDiffs = (before: Content, after: Content): SectionDiff[] => {
  const edits = wordEdits();
  return differing(before, after).map(({ change, lines }) => ({ ...change, hunks: hunksOf(lines, edits) }));
};
