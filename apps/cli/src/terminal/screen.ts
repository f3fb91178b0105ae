/** What is known of where a text will be read. */
export type Screen = {
  /** Columns. */
  readonly width: number;
  readonly colours: boolean;
};

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
};

export const paint = (text: string, style: Style | undefined, { colours }: Screen): string =>
  !colours || style === undefined || text === '' ? text : `\u001B[${CODES[style][0]}m${text}\u001B[${CODES[style][1]}m`;

/** Where the command line speaks: answers on `out`, what goes on meanwhile and what went wrong on `err`. */
export type Terminal = {
  readonly screen: Screen;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Where answers can be drawn over: only a terminal. */
  readonly live?: NodeJS.WriteStream;
  /** Where progress can be drawn: only a terminal. */
  readonly progress?: NodeJS.WriteStream;
};
