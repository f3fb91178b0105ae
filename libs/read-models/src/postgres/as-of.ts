import type { QueryConfig } from 'pg';
import type { AsOf } from '../as-of.js';

/** What counts as known: everything at the position, or what was known by `knownAt` on one of the clocks. */
type Knowledge = 'all' | 'recorded' | 'published';

/**
 * The condition that an assertion `row` is known and not taken back. Rows are only ever added, or stamped once with the position of
 * the withdrawal, so the answer at a position never changes and needs no transaction.
 */
const KNOWN: Record<Knowledge, (row: string) => string> = {
  all: (row) =>
    `(${row}.log_offset <= $2 AND $3::timestamptz IS NULL AND (${row}.withdrawn_offset IS NULL OR ${row}.withdrawn_offset > $2))`,
  recorded: (row) => known(row, 'recorded'),
  published: (row) => known(row, 'published'),
};

const known = (row: string, clock: 'recorded' | 'published') =>
  `(${row}.log_offset <= $2 AND ${row}.${clock}_at <= $3::timestamptz
    AND (${row}.withdrawn_offset IS NULL OR ${row}.withdrawn_offset > $2 OR ${row}.withdrawn_${clock} > $3::timestamptz))`;

/** A notice's calendar day may be one ahead of UTC's. Bounds the scan of an index that begins with the day. */
export const DAY_BOUND = `(($4::timestamptz AT TIME ZONE 'UTC')::date + 1)`;

/** The order among assertions of one key, as the index has it; with `DESC` the first is the one in force. */
export const inOrder = (row: string, direction: 'ASC' | 'DESC'): string =>
  ['day', 'seq', 'valid_from', 'published_at', 'log_offset', 'event_index', 'ord']
    .map((column) => `${row}.${column} ${direction}`)
    .join(', ');

/** Version of a stream at the position. Versions follow the log. The index of the core table has the default collation. */
export const versionOf = (stream: string): string => `(
    SELECT event.version FROM derived.events AS event
    WHERE event.situation = $1 AND event.stream = ${stream} AND event.log_offset <= $2
    ORDER BY event.version DESC LIMIT 1)`;

/**
 * The distinct keys of a read model between two bounds (exclusive), each found by one look-up; a scan would read all there ever was.
 * Reads as a common table expression of WITH RECURSIVE.
 */
export const keysOf = (model: string, above: string, below: string): string => `
  keys AS (
    (SELECT row.key FROM derived.${model} AS row WHERE row.situation = $1 AND row.key > ${above} AND row.key < ${below} ORDER BY row.key LIMIT 1)
    UNION ALL
    SELECT (SELECT row.key FROM derived.${model} AS row WHERE row.situation = $1 AND row.key > keys.key AND row.key < ${below} ORDER BY row.key LIMIT 1)
    FROM keys WHERE keys.key IS NOT NULL
  )`;

/** Above every key. */
export const LAST_KEY = '\u{10FFFF}';

/**
 * A prepared question. `write` is given the condition of being known, by row alias; $1 situation, $2 offset, $3 knownAt, $4 validAt,
 * then what the question adds.
 */
export const asOfQuery = (name: string, write: (known: (row: string) => string) => string) => {
  const texts: Record<Knowledge, string> = { all: write(KNOWN.all), recorded: write(KNOWN.recorded), published: write(KNOWN.published) };
  return (situation: string, { clock, knownAt, validAt, position }: AsOf, ...more: unknown[]): QueryConfig => {
    const knowledge: Knowledge = knownAt === null ? 'all' : clock;
    return { name: `${name}-${knowledge}`, text: texts[knowledge], values: [situation, position.offset, knownAt, validAt, ...more] };
  };
};
