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

type Cursor = { list: string; key: readonly (string | number)[]; asOf: AsOf };

/** Names the last item of a page and the question that it answered, so that the next page continues the same answer. */
export const writeCursor = (cursor: Cursor): string => {
  const { clock, knownAt, validAt, position } = cursor.asOf;
  return Buffer.from(JSON.stringify([cursor.list, cursor.key, clock, knownAt, validAt, position.partition, position.offset])).toString(
    'base64url',
  );
};

const isCursor = (value: unknown): value is [string, (string | number)[], AsOf['clock'], string | null, string, number, number] =>
  Array.isArray(value) &&
  value.length === 7 &&
  typeof value[0] === 'string' &&
  Array.isArray(value[1]) &&
  value[1].every((part) => typeof part === 'string' || Number.isSafeInteger(part)) &&
  (value[2] === 'recorded' || value[2] === 'published') &&
  (value[3] === null || typeof value[3] === 'string') &&
  typeof value[4] === 'string' &&
  Number.isSafeInteger(value[5]) &&
  Number.isSafeInteger(value[6]);

const readCursor = (text: string): Cursor => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isCursor(value)) {
      const [list, key, clock, knownAt, validAt, partition, offset] = value;
      return { list, key, asOf: { clock, knownAt, validAt, position: { partition, offset } } };
    }
  } catch {
    // Falls through: bad base64 and bad JSON are the same fault.
  }
  throw new MalformedCursor();
};

/** The question that a cursor continues: asked again with it, the pages fit together. Throws {@link MalformedCursor}. */
export const asOfCursor = (after: string): AsOf => readCursor(after).asOf;

/** The sort key that `after` names in `list`, whose parts are of the given types. Throws {@link MalformedCursor}. */
export const keyAfter = (
  list: string,
  after: string | undefined,
  shape: readonly ('string' | 'number')[],
): readonly (string | number)[] | undefined => {
  if (after === undefined) return undefined;
  const cursor = readCursor(after);
  if (cursor.list !== list || cursor.key.length !== shape.length) throw new MalformedCursor();
  if (!shape.every((type, index) => typeof cursor.key[index] === type)) throw new MalformedCursor();
  return cursor.key;
};
