import type { PlacedChange } from '../changes-of.js';
import type { Assert, Json } from '../projection.js';
import { eventPublicFrom } from '../public-time.js';

/** Where a row stands in the log: its event, and its order among what that event changed. */
export type Place = { readonly offset: number; readonly index: number; readonly ord: number };

/** The withdrawal that took an assertion back. Times in milliseconds; `published` is -Infinity where the public never knew it. */
export type Withdrawal = Omit<Place, 'ord'> & { readonly recorded: number; readonly published: number; readonly by: string };

/** One row of a read model in memory: that of `postgres/assertion.table.ts`, times in milliseconds. Added, or stamped once. */
export type Assertion = Place & {
  readonly key: string;
  readonly value: Json;
  readonly validFrom: number;
  readonly validTo: number | null;
  /** Midnight (UTC) of the calendar day. */
  readonly day: number;
  readonly seq: number;
  readonly recorded: number;
  readonly published: number;
  /** The event that says it, and the one at whose position it stands. */
  readonly eventId: string;
  readonly assertedBy: string;
  withdrawn?: Withdrawal;
};

/** `-infinity` is PostgreSQL's word for before everything. */
export const millis = (instant: string): number => (instant === '-infinity' ? -Infinity : Date.parse(instant));

/** The row that an assertion adds; `seq` and `published` where it leaves them to what it takes the place of. */
export const assertionOf = (
  { recorded, ord }: PlacedChange,
  { key, value, validFrom, validTo, day, seq, published = eventPublicFrom(recorded) }: Assert,
  inherited: { seq: number; published: number },
): Assertion => ({
  key,
  value,
  validFrom: millis(validFrom),
  validTo: validTo === undefined ? null : millis(validTo),
  day: millis(day),
  seq: seq ?? inherited.seq,
  recorded: millis(recorded.recordedAt),
  published: published === null ? inherited.published : millis(published),
  offset: recorded.position.offset,
  index: recorded.position.index,
  ord,
  eventId: recorded.id,
  assertedBy: recorded.id,
});

const byPlace = (a: Place, b: Place): number => a.offset - b.offset || a.index - b.index || a.ord - b.ord;

/** The order among assertions of one key, of which the last is in force: that of `inOrder` in `postgres/as-of.ts`. */
export const byRank = (a: Assertion, b: Assertion): number =>
  a.day - b.day || a.seq - b.seq || a.validFrom - b.validFrom || a.published - b.published || byPlace(a, b);

type Published = Place & Pick<Assertion, 'published'>;

/** The order in which assertions came to the public, then to the log. */
export const byPublication = (a: Published, b: Published): number => a.published - b.published || byPlace(a, b);

/** The order of the log. */
export const byRecord = byPlace;
