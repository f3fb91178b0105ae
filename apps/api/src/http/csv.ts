// Tables as RFC 4180 has them, in UTF-8: CRLF after each row, quotes where a comma, a quote or a line break stands in a cell.

export type Cell = string | number | boolean | null;

/** What spreadsheets take for the beginning of a formula, also after space and in full width. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r\n]/;

/** Text that a spreadsheet would run gets an apostrophe before it; figures of our own stay what they are. */
const harmless = (cell: Cell): string => {
  if (cell === null) return '';
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);
};

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map((cell) => quoted(harmless(cell))).join(',')}\r\n`).join('');

export const CSV = 'text/csv; charset=utf-8; header=present';
