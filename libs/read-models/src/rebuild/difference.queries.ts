import { formatEventPosition } from '../../../event-log/src/index.js';
import type { Json } from '../projection.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Offsets } from './accepted-events.js';
import type { Difference, DifferenceExample, RowSide } from './rebuild.model.js';
import { type Block, BLOCK_OFFSETS, blocksOf, COLUMNS, columnsAsAt } from './rows-digest.queries.js';

/** Blocks looked at row by row: a version that changes every row is told by these. */
const MOST_BLOCKS = 100;
const MOST_EXAMPLES = 5;
const MOST_KEYS = 20;
/** Keys that are counted; beyond it the others are only counted together. */
const COUNTED_KEYS = 10_000;

type Row = { [column: string]: Json } & {
  partition: number;
  log_offset: number;
  event_index: number;
  ord: number;
  situation: string;
  key: string;
};
type Pair = { live?: Row; rebuilt?: Row };

const rowsOf = async (db: Queryable, table: string, partition: number, offset: number, block: number): Promise<Row[]> => {
  const { rows } = await db.query<{ row: Row }>({
    text: `
      SELECT to_jsonb(as_at) AS row FROM (
        SELECT ${columnsAsAt('$2')} FROM ${table} WHERE partition = $1 AND log_offset BETWEEN $3 AND least($2, $4)
      ) AS as_at ORDER BY log_offset, event_index, ord`,
    values: [partition, offset, block * BLOCK_OFFSETS, (block + 1) * BLOCK_OFFSETS - 1],
  });
  return rows.map(({ row }) => row);
};

/** Rows of two tables belong together where the same event says something of the same key; the nth to the nth. */
const pairsOf = (live: readonly Row[], rebuilt: readonly Row[]): Iterable<Pair> => {
  const pairs = new Map<string, Pair>();
  for (const [side, rows] of [
    ['live', live],
    ['rebuilt', rebuilt],
  ] as const) {
    const nth = new Map<string, number>();
    for (const row of rows) {
      const of = JSON.stringify([row.log_offset, row.event_index, row.situation, row.key]);
      const n = nth.get(of) ?? 0;
      nth.set(of, n + 1);
      const pair = pairs.get(`${of} ${n}`) ?? {};
      pair[side] = row;
      pairs.set(`${of} ${n}`, pair);
    }
  }
  return pairs.values();
};

const differingColumns = ({ live, rebuilt }: Pair): string[] =>
  live === undefined || rebuilt === undefined
    ? []
    : COLUMNS.filter((column) => JSON.stringify(live[column]) !== JSON.stringify(rebuilt[column]));

const exampleOf = (pair: Pair, columns: readonly string[]): DifferenceExample => {
  const row = (pair.live ?? pair.rebuilt)!;
  const side = (of: Row | undefined): RowSide | null => {
    if (of === undefined) return null;
    const shown = columns.length === 0 ? ['value', 'valid_from'] : columns;
    return Object.fromEntries(shown.map((column) => [column, of[column]!]));
  };
  const { partition, log_offset: offset, event_index: index, situation, key } = row;
  return {
    position: formatEventPosition({ partition, offset, index }),
    situation,
    key,
    live: side(pair.live),
    rebuilt: side(pair.rebuilt),
  };
};

/** Counts differing rows as they are met, and keeps few of them. */
class Differences {
  private readonly counts = { missing: 0, added: 0, changed: 0 };
  private readonly columns = new Map<string, number>();
  private readonly keys = new Map<string, { situation: string; key: string; rows: number }>();
  private readonly examples: DifferenceExample[] = [];
  private furtherKeys = false;

  add(pair: Pair): void {
    const columns = differingColumns(pair);
    const both = pair.live !== undefined && pair.rebuilt !== undefined;
    if (both && columns.length === 0) return;
    this.counts[both ? 'changed' : pair.live === undefined ? 'added' : 'missing'] += 1;
    for (const column of columns) this.columns.set(column, (this.columns.get(column) ?? 0) + 1);
    const { situation, key } = (pair.live ?? pair.rebuilt)!;
    const of = `${situation} ${key}`;
    const counted = this.keys.get(of);
    if (counted !== undefined) counted.rows += 1;
    else if (this.keys.size < COUNTED_KEYS) this.keys.set(of, { situation, key, rows: 1 });
    else this.furtherKeys = true;
    if (this.examples.length < MOST_EXAMPLES) this.examples.push(exampleOf(pair, columns));
  }

  told(complete: boolean): Difference {
    const keys = [...this.keys.values()].toSorted((a, b) => b.rows - a.rows || a.key.localeCompare(b.key));
    return {
      ...this.counts,
      columns: Object.fromEntries(this.columns),
      keys: keys.slice(0, MOST_KEYS),
      differingKeys: keys.length,
      examples: this.examples,
      complete: complete && !this.furtherKeys,
    };
  }
}

/** Numbers of the blocks that differ, in order. */
async function* differingBlocks(live: AsyncGenerator<Block>, rebuilt: AsyncGenerator<Block>): AsyncGenerator<number> {
  let [one, other] = [(await live.next()).value as Block | undefined, (await rebuilt.next()).value as Block | undefined];
  while (one !== undefined || other !== undefined) {
    const block = Math.min(one?.block ?? Infinity, other?.block ?? Infinity);
    const [mine, theirs] = [one?.block === block ? one : undefined, other?.block === block ? other : undefined];
    if (mine?.sha256 !== theirs?.sha256) yield block;
    if (mine !== undefined) one = (await live.next()).value as Block | undefined;
    if (theirs !== undefined) other = (await rebuilt.next()).value as Block | undefined;
  }
}

/** What the rows of two tables as at `at` differ in, told for people. Looks at the rows of blocks whose digests differ only. */
export const differenceBetween = async (db: Queryable, live: string, rebuilt: string, at: Offsets): Promise<Difference> => {
  const differences = new Differences();
  let looked = 0;
  for (const [partition, offset] of at.entries()) {
    const position = { partition, offset };
    for await (const block of differingBlocks(blocksOf(db, live, position), blocksOf(db, rebuilt, position))) {
      if (++looked > MOST_BLOCKS) return differences.told(false);
      const [one, other] = [await rowsOf(db, live, partition, offset, block), await rowsOf(db, rebuilt, partition, offset, block)];
      for (const pair of pairsOf(one, other)) differences.add(pair);
    }
  }
  return differences.told(true);
};
