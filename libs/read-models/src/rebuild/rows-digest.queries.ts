import { createHash } from 'node:crypto';
import type { CommitPosition } from '../../../event-log/src/index.js';
import type { Queryable } from '../postgres/queryable.js';

/** What the rows of a read model come to, in one partition up to one position. */
export type RowsDigest = CommitPosition & {
  readonly rows: number;
  /** SHA-256, hexadecimal: equal where every column of every row is. */
  readonly digest: string;
};

/** The rows of a run of offsets: where two tables differ, only those of differing blocks need to be looked at. */
export type Block = { readonly block: number; readonly rows: number; readonly sha256: string };

/** Offsets of one block: few enough that the rows of one that differs can be held, many enough that there are few blocks. */
export const BLOCK_OFFSETS = 256;
/** Blocks asked for at once: what PostgreSQL sorts for them stays in its memory. */
const BLOCKS_AT_ONCE = 32;

const ASSERTED = [
  'situation',
  'key',
  'value',
  'valid_from',
  'valid_to',
  'day',
  'seq',
  'recorded_at',
  'published_at',
  'partition',
  'log_offset',
  'event_index',
  'ord',
  'event_id',
  'asserted_by',
];
const STAMPED = ['withdrawn_recorded', 'withdrawn_published', 'withdrawn_offset', 'withdrawn_index', 'withdrawn_by'];
export const COLUMNS = [...ASSERTED, ...STAMPED];

/** Columns of a row as it was when the partition stood at `position` (SQL): a later withdrawal had not been stamped yet. */
export const columnsAsAt = (position: string): string =>
  [...ASSERTED, ...STAMPED.map((column) => `CASE WHEN withdrawn_offset <= ${position} THEN ${column} END AS ${column}`)].join(', ');

/** In the wire format, which depends on no setting of the session. */
const BYTES = `record_send(ROW(${COLUMNS.join(', ')}))`;

const blocksFrom = async (db: Queryable, table: string, { partition, offset }: CommitPosition, first: number): Promise<Block[]> => {
  const { rows } = await db.query<{ block: number; rows: number; sha256: string }>({
    text: `
      SELECT block, count(*)::int AS rows, encode(sha256(string_agg(sha256(${BYTES}), '' ORDER BY log_offset, event_index, ord)), 'hex') AS sha256
      FROM (
        SELECT (log_offset / ${BLOCK_OFFSETS})::int AS block, ${columnsAsAt('$2')}
        FROM ${table} WHERE partition = $1 AND log_offset BETWEEN $3 AND least($2, $4)
      ) AS as_at GROUP BY block ORDER BY block`,
    values: [partition, offset, first * BLOCK_OFFSETS, (first + BLOCKS_AT_ONCE) * BLOCK_OFFSETS - 1],
  });
  return rows;
};

/** The blocks of `table` (or view) that have rows, in order, as at the position. */
export async function* blocksOf(db: Queryable, table: string, at: CommitPosition): AsyncGenerator<Block> {
  for (let first = 0; first * BLOCK_OFFSETS <= at.offset; first += BLOCKS_AT_ONCE) yield* await blocksFrom(db, table, at, first);
}

/**
 * Digest of the rows of a read model (`derived.travel_status`, or a table of the same shape) as at a position of their partition: what was
 * recorded later does not count, nor do the stamps of later withdrawals. So two tables that stand at different positions can be compared at the
 * lower one. Reads them in the order of the log, bounded in memory; each statement has a snapshot of its own, which is enough for rows that
 * are only added or stamped once.
 */
export const digestRows = async (db: Queryable, table: string, at: CommitPosition): Promise<RowsDigest> => {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const block of blocksOf(db, table, at)) {
    hash.update(`${block.block} ${block.rows} ${block.sha256}\n`);
    rows += block.rows;
  }
  return { ...at, rows, digest: hash.digest('hex') };
};
