import { paint, type Screen, type Style } from './screen.js';

/** Characters that would move the cursor, ring, recolour the terminal or turn the direction of reading. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** What sources wrote, made harmless to print. */
export const clean = (text: string): string => text.replace(CONTROL, ' ');

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
const NONE = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Columns that the text takes in a terminal. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1), 0);

/** A line may break at a space, and after a hyphen between letters: dates, positions and ids stay whole. */
const BREAKS = /(?<=\s)(?=\S)|(?<=\S)(?=\s)|(?<=\p{L}-)(?=\p{L})/u;

const unbroken = (text: string): string[] => clean(text).split(BREAKS);

/** Columns of the longest part that does not break. */
export const longestPart = (text: string): number => Math.max(0, ...unbroken(text).map((part) => widthOf(part.trim())));

/** The parts of a text, spaces among them; one that is wider than a line breaks anywhere. */
const piecesOf = (text: string, width: number): string[] =>
  unbroken(text).flatMap((piece) => {
    if (widthOf(piece) <= width) return [piece];
    const parts = [''];
    for (const character of piece) {
      if (widthOf(parts.at(-1)! + character) > width) parts.push('');
      parts[parts.length - 1] += character;
    }
    return parts;
  });

/** The text in lines of at most `width` columns; one empty line where it is empty. */
export const wrap = (text: string, width: number): string[] => {
  const lines = [''];
  for (const piece of piecesOf(text, Math.max(1, width))) {
    if (widthOf(lines.at(-1)! + piece) > width && piece.trim() !== '') lines.push('');
    if (lines.at(-1) !== '' || piece.trim() !== '') lines[lines.length - 1] += piece;
  }
  return lines.map((line) => line.trimEnd());
};

/** A text of its own, wrapped at the screen's width, with `indent` spaces before each line. */
export const paragraph = (text: string, screen: Screen, { indent = 0, style }: { indent?: number; style?: Style } = {}): string =>
  wrap(text, screen.width - indent)
    .map((line) => `${' '.repeat(indent)}${paint(line, style, screen)}`)
    .join('\n');

/** A text after `lead`, which stands in the first line alone: the others begin where the text does. */
export const hanging = (lead: string, text: string, screen: Screen, style?: Style): string => {
  const indent = widthOf(lead);
  return wrap(text, screen.width - indent)
    .map((line, index) => paint(index === 0 ? lead + line : ' '.repeat(indent) + line, style, screen))
    .join('\n');
};
