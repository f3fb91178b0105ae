import { formatEventPosition } from '../../../event-log/src/index.js';
import type { PlacedChange } from '../changes-of.js';
import type { Json } from '../projection.js';
import { eventPublicFrom } from '../public-time.js';

type Placed = {
  situation: string;
  fact: string;
  recorded_at: string;
  published_at: string;
  partition: number;
  log_offset: number;
  event_index: number;
};
export type WithdrawalRow = Placed;
export type AssertionRow = Placed & {
  key: string;
  value: Json;
  valid_from: string;
  valid_to: string | null;
  day: string;
  seq: number;
  ord: number;
  event_id: string;
  withdrawn_recorded?: string;
  withdrawn_published?: string;
  withdrawn_offset?: number;
  withdrawn_index?: number;
};

const placed = ({ recorded, change }: PlacedChange): Placed => ({
  situation: recorded.situationId,
  fact: change.fact,
  recorded_at: recorded.recordedAt,
  published_at: change.published ?? eventPublicFrom(recorded),
  partition: recorded.position.partition,
  log_offset: recorded.position.offset,
  event_index: recorded.position.index,
});

const isAfter = (one: Placed, other: Placed): boolean =>
  one.log_offset > other.log_offset || (one.log_offset === other.log_offset && one.event_index > other.event_index);

const factOf = ({ partition, situation, fact }: Placed): string => JSON.stringify([partition, situation, fact]);

/**
 * The rows that a batch adds, each with the first withdrawal of the batch that takes it back, and the withdrawals, for the rows that stand already.
 * An event that comes twice in a batch counts once.
 */
export const rowsOf = (changes: readonly PlacedChange[]): { assertions: AssertionRow[]; withdrawals: WithdrawalRow[] } => {
  const assertions = new Map<string, AssertionRow>();
  const withdrawals = new Map<string, WithdrawalRow[]>();
  for (const placedChange of changes) {
    const { recorded, change, ord } = placedChange;
    const row = placed(placedChange);
    if (change.op === 'withdraw') {
      withdrawals.set(factOf(row), [...(withdrawals.get(factOf(row)) ?? []), row]);
    } else {
      const { key, value, validFrom, validTo = null, day, seq } = change;
      assertions.set(`${formatEventPosition(recorded.position)}.${ord}`, {
        ...row,
        key,
        value,
        valid_from: validFrom,
        valid_to: validTo,
        day,
        seq,
        ord,
        event_id: recorded.id,
      });
    }
  }
  for (const sameFact of withdrawals.values()) sameFact.sort((one, other) => (isAfter(one, other) ? 1 : -1));
  for (const row of withdrawals.size === 0 ? [] : assertions.values()) {
    const first = withdrawals.get(factOf(row))?.find((withdrawal) => isAfter(withdrawal, row));
    if (first === undefined) continue;
    row.withdrawn_recorded = first.recorded_at;
    row.withdrawn_published = first.published_at;
    row.withdrawn_offset = first.log_offset;
    row.withdrawn_index = first.event_index;
  }
  return { assertions: [...assertions.values()], withdrawals: [...withdrawals.values()].flat() };
};
