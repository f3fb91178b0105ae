import type { SectionChange, SectionDiff } from './guidance-changes.answer.js';
import { linesOf, plain, sameWords } from './text.js';
import { textDiff } from './text-diff.js';

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
export const sectionDiffs = (before: Content, after: Content): SectionDiff[] => {
  const titles = new Set([...Object.keys(after.sections), ...Object.keys(before.sections)]);
  return [...titles].flatMap((title): SectionDiff[] => {
    const [past, present] = [own(before.sections, title), own(after.sections, title)];
    if (past === present) return [];
    const diff = textDiff(linesOf(past ?? ''), linesOf(present ?? ''));
    const change = past === undefined ? 'added' : present === undefined ? 'removed' : 'changed';
    if (change === 'changed' && diff.hunks.length === 0) return [];
    const beyondFormatting = !sameWords(past ?? '', present ?? '', [before.note, after.note]);
    return [{ title, change, aboutSafety: isAboutSafety(title), beyondFormatting, ...diff }];
  });
};

/** Without the lines themselves. */
export const withoutLines = ({ hunks: _hunks, ...change }: SectionDiff): SectionChange => change;
