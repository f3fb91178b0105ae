import { instantMs, rangeOf } from '../../situations/src/index.js';
import type { AsOf } from './as-of.js';

/** One page of a list: `next` is handed back as `after`, null on the last page. */
export type Page<Item> = { items: Item[]; next: string | null };

export type PageRequest = {
  /** 1 to 500. */
  limit: number;
  after?: string;
};

/** `after` was not written by this list. */
export class MalformedCursor extends Error {
  override readonly name = 'MalformedCursor';
  constructor() {
    super('the cursor is not one that this list answered');
  }
}

type Part = string | number;
type Cursor = { list: string; key: readonly Part[]; asOf: AsOf };

/** Anyone can write a cursor: what it holds is checked before PostgreSQL sees it. Instants are in UTC, since it does not take every offset. */
const PARTS = {
  text: (part: Part) => typeof part === 'string' && part.isWellFormed() && !part.includes('\0'),
  day: (part: Part) => typeof part === 'string' && rangeOf(part, 'day') !== undefined,
  instant: (part: Part) => typeof part === 'string' && part.endsWith('Z') && instantMs(part) !== undefined,
  int: (part: Part) => Number.isInteger(part) && Math.abs(part as number) < 2 ** 31,
  offset: (part: Part) => Number.isSafeInteger(part),
};

/** Names the last item of a page and the question that it answered, so that the next page continues the same answer. */
export const writeCursor = ({ list, key, asOf: { clock, knownAt, validAt, position } }: Cursor): string =>
  Buffer.from(JSON.stringify([list, key, clock, knownAt, validAt, position.partition, position.offset])).toString('base64url');

const readCursor = (text: string): Cursor => {
  const value = parsed(text);
  if (!Array.isArray(value) || value.length !== 7) throw new MalformedCursor();
  const [list, key, clock, knownAt, validAt, partition, offset] = value as unknown[];
  const sound =
    typeof list === 'string' &&
    Array.isArray(key) &&
    (clock === 'recorded' || clock === 'published') &&
    (knownAt === null || (typeof knownAt === 'string' && PARTS.instant(knownAt))) &&
    typeof validAt === 'string' &&
    PARTS.instant(validAt) &&
    typeof partition === 'number' &&
    PARTS.int(partition) &&
    typeof offset === 'number' &&
    PARTS.offset(offset);
  if (!sound) throw new MalformedCursor();
  return { list, key: key as Part[], asOf: { clock, knownAt, validAt, position: { partition, offset } } };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
};

/** The question that a cursor continues: asked again with it, the pages fit together. Throws {@link MalformedCursor}. */
export const asOfCursor = (after: string): AsOf => readCursor(after).asOf;

/** The sort key that `after` names in `list`, whose parts are of the given types. Throws {@link MalformedCursor}. */
export const keyAfter = (list: string, after: string | undefined, shape: readonly (keyof typeof PARTS)[]): readonly Part[] | undefined => {
  if (after === undefined) return undefined;
  const { list: of, key } = readCursor(after);
  if (of !== list || key.length !== shape.length) throw new MalformedCursor();
  if (!shape.every((type, index) => key[index] !== undefined && PARTS[type](key[index]))) throw new MalformedCursor();
  return key;
};

/** A page of what was read one item beyond `limit`. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  cursor: { list: string; keyOf: (row: Row) => readonly Part[]; asOf: AsOf },
): Page<Item> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? writeCursor({ list: cursor.list, key: cursor.keyOf(last), asOf: cursor.asOf }) : null,
  };
};
