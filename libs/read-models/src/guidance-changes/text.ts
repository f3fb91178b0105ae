// What counts as a text's words, whatever it looks like on the page.

const ACCENTS = /\p{M}/gu;
const WORDS = /[\p{L}\p{N}]+/gu;
// Each of these stops at the next bracket, so that no text makes them try again and again from every place.
const IMAGE = /!\[[^[\]]*\]\([^()]*\)/g;
/** `[text](target)`, also over several lines. */
const LINK = /\[([^[\]]*)\]\([^()]*\)/g;
/** A line that is nothing but one link leads elsewhere: to the next page, to a map, to a form. */
const LINK_ALONE = /^[ \t]*(?:[*+-][ \t]+)?\[[^[\]]*\]\([^()]*\)[ \t]*$/gm;
const DATE_ALONE = /^(?:\d{1,2}(?:st|nd|rd|th)? [a-z]+ \d{4}|[a-z]+ \d{1,2} \d{4}|\d{4} \d{2} \d{2})$/;

/** Lower-case words and numbers with a space between, without accents and punctuation. */
export const plain = (text: string): string => (text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().match(WORDS) ?? []).join(' ');

/** The lines of a text that are not blank, without the space at their end. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

/**
 * What the page itself says, line by line: without pictures, targets of links, lines that only lead elsewhere, lines that hold only a
 * date, and the note of the change, which some publishers print on the page.
 */
const sayings = (text: string, notes: readonly string[]): string[] =>
  linesOf(text.replace(IMAGE, '').replace(LINK_ALONE, '').replace(LINK, '$1'))
    .map(plain)
    .filter((line) => line !== '' && !DATE_ALONE.test(line) && !notes.includes(line));

/** Whether two texts say the same in the same words: their lines may be laid out or ordered otherwise. */
export const sameWords = (before: string, after: string, notes: readonly (string | null)[]): boolean => {
  const told = notes.flatMap((note) => (note === null ? [] : [plain(note)]));
  const [one, other] = [sayings(before, told), sayings(after, told)];
  return one.join(' ') === other.join(' ') || one.toSorted().join('\n') === other.toSorted().join('\n');
};
