import type { PlacedChange } from '../changes-of.js';
import type { Json, Restore, Withdraw } from '../projection.js';
import { eventPublicFrom } from '../public-time.js';

/** What every row takes from the event at whose position it stands. */
type Placed = {
  situation: string;
  asserted_by: string;
  recorded_at: string;
  partition: number;
  log_offset: number;
  event_index: number;
  ord: number;
};
export type AssertionRow = Placed & {
  key: string;
  value: Json;
  valid_from: string;
  valid_to: string | null;
  day: string;
  /** null: see `Assert`. */
  seq: number | null;
  published_at: string | null;
  event_id: string;
};
/** A withdrawal, or a restoration: of what the event `target` said or withdrew. */
export type MendingRow = Placed & { target: string; published_at: string };

const placed = ({ recorded, ord }: PlacedChange): Placed => ({
  situation: recorded.situationId,
  asserted_by: recorded.id,
  recorded_at: recorded.recordedAt,
  partition: recorded.position.partition,
  log_offset: recorded.position.offset,
  event_index: recorded.position.index,
  ord,
});

/** An event that comes twice counts once. */
const once = <Row extends Placed>(rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [`${row.partition}-${row.log_offset}.${row.event_index}.${row.ord}`, row])).values(),
];

/** The row that an assertion adds; undefined of another change. */
export const assertionRow = (placedChange: PlacedChange): AssertionRow | undefined => {
  const { recorded, change } = placedChange;
  if (change.op !== 'assert') return undefined;
  const { position } = recorded;
  return {
    situation: recorded.situationId,
    key: change.key,
    value: change.value,
    valid_from: change.validFrom,
    valid_to: change.validTo ?? null,
    day: change.day,
    seq: change.seq,
    recorded_at: recorded.recordedAt,
    published_at: change.published === undefined ? eventPublicFrom(recorded) : change.published,
    partition: position.partition,
    log_offset: position.offset,
    event_index: position.index,
    ord: placedChange.ord,
    event_id: recorded.id,
    asserted_by: recorded.id,
  };
};

/** The rows that the assertions among the changes add. */
export const assertionRows = (changes: readonly PlacedChange[]): AssertionRow[] =>
  once(changes.flatMap((placedChange) => assertionRow(placedChange) ?? []));

/** A foreign writer can name anything: what is no event's id names nothing. */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const mendingRows = (changes: readonly PlacedChange[], op: (Withdraw | Restore)['op']): MendingRow[] =>
  once(
    changes.flatMap((placedChange) => {
      const { change } = placedChange;
      if (change.op !== op || !UUID.test(change.event)) return [];
      return [{ ...placed(placedChange), target: change.event, published_at: change.published }];
    }),
  );

/** What corrections do, as rows: what they take back, what they say instead, and what they let stand again. */
export type Mending = {
  readonly withdrawals: readonly MendingRow[];
  readonly assertions: readonly AssertionRow[];
  readonly restorations: readonly MendingRow[];
};

export const mendingOf = (changes: readonly PlacedChange[]): Mending => ({
  withdrawals: mendingRows(changes, 'withdraw'),
  assertions: assertionRows(changes),
  restorations: mendingRows(changes, 'restore'),
});
