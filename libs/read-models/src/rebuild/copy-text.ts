import type { AssertionRow } from '../postgres/assertion-rows.js';
import { ASSERTION_COLUMNS } from '../postgres/insert.js';

// PostgreSQL's text format of COPY: columns between tabs, \N for null, a backslash before what would end a column or a row.

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (text: string): string => (SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character]!) : text);

/** The row as COPY reads it, by {@link ASSERTION_COLUMNS}; a value of null is JSON's. */
export const assertionLine = (row: AssertionRow): string => {
  const { valid_to, seq, published_at } = row;
  return `${escaped(row.situation)}\t${escaped(row.key)}\t${escaped(JSON.stringify(row.value ?? null))}\t${row.valid_from}\t${valid_to ?? '\\N'}\t${row.day}\t${seq ?? '\\N'}\t${row.recorded_at}\t${published_at ?? '\\N'}\t${row.partition}\t${row.log_offset}\t${row.event_index}\t${row.ord}\t${row.event_id}\t${row.asserted_by}\n`;
};

export const copyAssertions = (table: string): string => `COPY ${table} (${ASSERTION_COLUMNS.join(', ')}) FROM STDIN`;

export const textLine = (columns: readonly (string | number)[]): string =>
  `${columns.map((column) => escaped(String(column))).join('\t')}\n`;
