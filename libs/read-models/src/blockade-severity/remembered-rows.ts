import type { CommitPosition } from '../../../event-log/src/index.js';
import type { Queryable } from '../postgres/queryable.js';
import { RecentlyUsed } from '../recently-used.js';
import { byPublication, byRecord } from '../replay/assertion.js';
import { toldSince, toldUpTo } from './told.queries.js';
import type { Told } from './told.js';

/** What is held of all situations together: about 13 MB, at some 530 bytes a row. A situation with more is read anew for every question. */
const MOST_ROWS = 25_000;

/** The rows of one situation up to an offset, some of them perhaps stamped later; by record and by publication. */
type Rows = { readonly table: number; readonly upTo: number; readonly byRecord: readonly Told[]; readonly byPublication: readonly Told[] };

/** Where the row is in those in the order of the log, of which it is one. */
const indexOf = (rows: readonly Told[], row: Told): number => {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byRecord(rows[middle]!, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const whole = async (db: Queryable, situation: string, position: CommitPosition): Promise<Rows> => {
  const { table, rows } = await toldUpTo(db, situation, position);
  return { table, upTo: position.offset, byRecord: rows.toSorted(byRecord), byPublication: rows.toSorted(byPublication) };
};

/** The rows known, and what came since; undefined where the read model has another table by now. */
const newer = async (db: Queryable, situation: string, known: Rows, position: CommitPosition): Promise<Rows | undefined> => {
  const upTo = Math.max(known.upTo, position.offset);
  const { table, rows } = await toldSince(db, situation, known.upTo, { ...position, offset: upTo });
  if (table !== known.table) return undefined;
  if (rows.length === 0) return { ...known, upTo };
  for (const row of rows) {
    if (row.offset <= known.upTo) known.byRecord[indexOf(known.byRecord, row)]!.withdrawn = row.withdrawn!;
  }
  const all = [...known.byRecord, ...rows.filter(({ offset }) => offset > known.upTo).sort(byRecord)];
  return { table, upTo, byRecord: all, byPublication: all.toSorted(byPublication) };
};

/**
 * The rows of `blockade_severity` of the situations asked about last. There are only ever more of them, or they are stamped with what took them
 * back, so that for a later position only what is new is read; an earlier one is answered from the same rows. One for each database and process.
 */
export class RememberedRows {
  private readonly known: RecentlyUsed<Rows>;
  /** The last reading of a situation under way: the next waits for it. */
  private readonly reading = new Map<string, Promise<Rows>>();

  constructor(mostRows = MOST_ROWS) {
    this.known = new RecentlyUsed(mostRows);
  }

  /** `position`: one that the read model has reached. All rows recorded up to it, by publication. */
  async upTo(db: Queryable, situation: string, position: CommitPosition): Promise<readonly Told[]> {
    const before = this.reading.get(situation);
    const reading = (before ?? Promise.resolve()).catch(() => undefined).then(() => this.read(db, situation, position));
    this.reading.set(situation, reading);
    try {
      return (await reading).byPublication;
    } finally {
      if (this.reading.get(situation) === reading) this.reading.delete(situation);
    }
  }

  private async read(db: Queryable, situation: string, position: CommitPosition): Promise<Rows> {
    const known = this.known.get(situation);
    const read = (known && (await newer(db, situation, known, position))) ?? (await whole(db, situation, position));
    // Where nothing is recorded yet there is nothing to remember.
    if (read.byRecord.length > 0) this.known.set(situation, read, read.byRecord.length);
    return read;
  }
}
