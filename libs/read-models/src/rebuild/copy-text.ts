import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { ASSERTION_COLUMNS } from '../postgres/insert.js';
import type { Assert } from '../projection.js';

// PostgreSQL's text format of COPY: columns between tabs, \N for null, a backslash before what would end a column or a row.

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (text: string): string => (SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character]!) : text);

/** What an event that only asserts adds to a read model. */
export type Assertions = {
  readonly recorded: RecordedEvent<DomainEvent>;
  readonly asserts: readonly Assert[];
  /** From when the public could know the event, RFC 3339: of every assertion that does not say otherwise. */
  readonly published: string;
};

/** The rows as COPY reads them, by {@link ASSERTION_COLUMNS}; a value of null is JSON's. The same as `assertionRow` makes of each. */
export const assertionLines = ({ recorded, asserts, published }: Assertions): string => {
  const { id, situationId, recordedAt, position } = recorded;
  const situation = escaped(situationId);
  const place = `${position.partition}\t${position.offset}\t${position.index}`;
  let lines = '';
  for (const [ord, assert] of asserts.entries()) {
    const { key, value, validFrom, validTo, day, seq } = assert;
    const known = assert.published === undefined ? published : assert.published;
    lines += `${situation}\t${escaped(key)}\t${escaped(JSON.stringify(value ?? null))}\t${validFrom}\t${validTo ?? '\\N'}\t${day}\t${seq ?? '\\N'}\t${recordedAt}\t${known ?? '\\N'}\t${place}\t${ord}\t${id}\t${id}\n`;
  }
  return lines;
};

export const copyAssertions = (table: string): string => `COPY ${table} (${ASSERTION_COLUMNS.join(', ')}) FROM STDIN`;

export const textLine = (columns: readonly (string | number)[]): string =>
  `${columns.map((column) => escaped(String(column))).join('\t')}\n`;
