import { paint, type Screen, type Style } from './screen.js';
import { longestPart, widthOf, wrap } from './wrap.js';

export type Column = {
  title: string;
  align?: 'left' | 'right';
  /** Narrower than this it is not made; else than its longest word, as far as that is at most 12. */
  min?: number;
  /** Wider than this it is not made. */
  max?: number;
};

/** A paragraph of a cell. */
export type Line = string | { text: string; style: Style };
export type Cell = Line | readonly Line[];

/** Columns that an event's id takes: broken over lines it could not be copied. */
export const EVENT_ID = 36;

const GAP = 2;
const linesOf = (cell: Cell): readonly { text: string; style?: Style }[] =>
  (Array.isArray(cell) ? (cell as readonly Line[]) : [cell as Line]).map((line) => (typeof line === 'string' ? { text: line } : line));

const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);

/** Takes columns from the widest until all fit, or none can give. */
const fitted = (natural: readonly number[], least: readonly number[], room: number): number[] => {
  const widths = [...natural];
  for (let over = widths.reduce((a, b) => a + b, 0) - room; over > 0; over -= 1) {
    const givers = widths.flatMap((width, index) => (width > least[index]! ? [index] : []));
    if (givers.length === 0) break;
    const widest = givers.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
    widths[widest]! -= 1;
  }
  return widths;
};

/** Columns under their titles, wrapped so that all fit the screen. No frame: it reads the same in a terminal, a mail and a file. */
export const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[], screen: Screen, indent = 0): string => {
  const texts = columns.map(({ title }, index) => [title, ...rows.flatMap((row) => linesOf(row[index] ?? '').map(({ text }) => text))]);
  const natural = texts.map((lines, index) => Math.min(longest(lines), columns[index]!.max ?? Infinity));
  const least = texts.map((lines, index) => {
    const words = lines.reduce((most, line) => Math.max(most, longestPart(line)), 0);
    return Math.max(widthOf(columns[index]!.title), columns[index]!.min ?? Math.min(12, words));
  });
  const widths = fitted(natural, least, screen.width - indent - GAP * (columns.length - 1));

  const drawn = (row: readonly Cell[]): string[] => {
    const cells = widths.map((width, index) =>
      linesOf(row[index] ?? '').flatMap(({ text, style }) => wrap(text, width).map((line) => ({ line, style }))),
    );
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      cells
        .map((lines, index) => {
          const { line, style } = lines[at] ?? { line: '', style: undefined };
          const space = ' '.repeat(Math.max(0, widths[index]! - widthOf(line)));
          return columns[index]!.align === 'right' ? space + paint(line, style, screen) : paint(line, style, screen) + space;
        })
        .join(' '.repeat(GAP)),
    );
  };
  const titles: Cell[] = columns.map(({ title }): Line => ({ text: title, style: 'bold' }));
  const rules: Cell[] = widths.map((width): Line => ({ text: '─'.repeat(width), style: 'dim' }));
  return [titles, rules, ...rows]
    .flatMap(drawn)
    .map((line) => `${' '.repeat(indent)}${line}`.trimEnd())
    .join('\n');
};
