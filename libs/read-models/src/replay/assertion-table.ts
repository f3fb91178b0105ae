import type { PlacedChange } from '../changes-of.js';
import type { Restore, Withdraw } from '../projection.js';
import { type Assertion, assertionOf, byPublication, byRank, byRecord, millis } from './assertion.js';

type Order = (a: Assertion, b: Assertion) => number;

/** Rows in an order, which is made when they are asked for: mostly they come in it. */
class Ordered {
  private readonly all: Assertion[];
  private sorted = true;

  /** Most hold one row: a list that is made of it takes no more room than that. */
  constructor(...rows: Assertion[]) {
    this.all = rows;
  }

  add(row: Assertion, order: Order): void {
    const last = this.all.at(-1);
    this.sorted &&= last === undefined || order(last, row) <= 0;
    this.all.push(row);
  }

  rows(order: Order): readonly Assertion[] {
    if (!this.sorted) this.all.sort(order);
    this.sorted = true;
    return this.all;
  }
}

const into = <Key>(map: Map<Key, Ordered>, key: Key, row: Assertion, order: Order): void => {
  const ordered = map.get(key);
  if (ordered === undefined) map.set(key, new Ordered(row));
  else ordered.add(row, order);
};

const NONE: readonly Assertion[] = [];

/**
 * One read model of one situation in memory. Takes changes as `postgres/apply-changes.ts` does, an event at a time, and keeps every row, so
 * that it can be asked for any moment and position, in any order.
 */
export class AssertionTable {
  private readonly ofKey = new Map<string, Ordered>();
  private readonly ofDay = new Map<string, Ordered>();
  private readonly ofEvent = new Map<string, Ordered>();
  private readonly takenBy = new Map<string, Assertion[]>();
  private readonly published = new Ordered();

  /** `withDays`: rows are also asked for by key and day. */
  constructor(private readonly withDays = false) {}

  /** What one event does; events in the order of the log, each once. */
  apply(changes: readonly PlacedChange[]): void {
    const [first] = changes;
    if (first === undefined) return;
    const restored = changes.flatMap(({ change, ord }) => (change.op === 'restore' ? this.restored(first, change, ord) : []));
    const taken = changes.flatMap(({ change }) => (change.op === 'withdraw' ? this.withdraw(first, change) : []));
    for (const placed of changes) {
      const { change, recorded } = placed;
      if (change.op !== 'assert') continue;
      const seq = Math.max(...taken.filter(({ key }) => key === change.key).map((row) => row.seq));
      const published = Math.min(...taken.map((row) => row.published));
      this.add(
        assertionOf(placed, change, {
          seq: Number.isFinite(seq) ? seq : 0,
          published: taken.length === 0 ? millis(recorded.recordedAt) : published,
        }),
      );
    }
    for (const row of restored) this.add(row);
  }

  keys(): Iterable<string> {
    return this.ofKey.keys();
  }

  /** The rows of a key, the highest of rank last. */
  rowsOf(key: string): readonly Assertion[] {
    return this.ofKey.get(key)?.rows(byRank) ?? NONE;
  }

  rowsOfDay(key: string, day: number): readonly Assertion[] {
    return this.ofDay.get(`${key} ${day}`)?.rows(byRank) ?? NONE;
  }

  /** Every row in the order in which the public could know it. */
  rowsAsPublished(): readonly Assertion[] {
    return this.published.rows(byPublication);
  }

  private add(row: Assertion): void {
    into(this.ofKey, row.key, row, byRank);
    if (this.withDays) into(this.ofDay, `${row.key} ${row.day}`, row, byRank);
    into(this.ofEvent, row.eventId, row, byRecord);
    if (row.assertedBy !== row.eventId) into(this.ofEvent, row.assertedBy, row, byRecord);
    this.published.add(row, byPublication);
  }

  /** Stamps what the target says, and what was restored on its behalf, where it stands. */
  private withdraw({ recorded: { id, recordedAt, position } }: PlacedChange, { event, published }: Withdraw): readonly Assertion[] {
    const standing = (this.ofEvent.get(event.toLowerCase())?.rows(byRecord) ?? NONE).filter((row) => row.withdrawn === undefined);
    const { offset, index } = position;
    for (const row of standing) {
      row.withdrawn = { offset, index, recorded: millis(recordedAt), published: millis(published), by: id };
    }
    this.takenBy.set(id, [...(this.takenBy.get(id) ?? []), ...standing]);
    return standing;
  }

  /** What the target withdrew, asserted anew; it was not public before it was taken back. */
  private restored({ recorded }: PlacedChange, { event, published }: Restore, ord: number): Assertion[] {
    const { offset, index } = recorded.position;
    return (this.takenBy.get(event.toLowerCase()) ?? []).toSorted(byRecord).map(({ withdrawn, ...row }, number) => ({
      ...row,
      recorded: millis(recorded.recordedAt),
      published: Math.max(row.published, withdrawn?.published ?? -Infinity, millis(published)),
      offset,
      index,
      ord: ord + number + 1,
      assertedBy: recorded.id,
    }));
  }
}
