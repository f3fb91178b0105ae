import { createHash } from 'node:crypto';
import type { LogRecord, TakenUp } from '../event-log.js';

/** The last record that was delivered, or stood before the first to be: by it the log is known again. */
export type LastRecord = {
  readonly offset: number;
  readonly digest: string;
  /** Which leader of the partition wrote it, by its number; unknown of what a broker does not say it. */
  readonly epoch: number | undefined;
};

/** Where a follower stands in a partition. */
export type Place = {
  next: number;
  /** Another follows the partition: nothing of it is fetched, and what stands here is of before. */
  left: boolean;
  movedAt: number;
  /** When a delivery of it last ended; 0 where none did. */
  deliveredAt: number;
  /** In the middle of a delivery: however long it takes, that is no stall of the consumer. */
  delivering: boolean;
  refused: { since: number; reason: string } | undefined;
  halted: string | undefined;
  /** The log goes on at `to` where `next` was due; seen so often in a row. */
  gap: { to: number; looks: number } | undefined;
  /** Looks in a row at which the log ended below `next`. */
  short: number;
  last: LastRecord | undefined;
  /** The log was out of reach, or shorter, or followed by another: whether it still holds `last` has to be seen before anything more is taken from it. */
  doubted: boolean;
};

export const placeAt = (next: number, left = false): Place => ({
  next,
  left,
  movedAt: Date.now(),
  deliveredAt: 0,
  delivering: false,
  refused: undefined,
  halted: undefined,
  gap: undefined,
  short: 0,
  last: undefined,
  doubted: false,
});

/** What stands before it is known, and whether the log holds it has to be seen. */
export const takenUpAt = ({ next, before }: TakenUp): Place => ({
  ...placeAt(next),
  last: before && { offset: before.offset, digest: digestOf(before), epoch: undefined },
  doubted: before !== undefined,
});

/** What makes a record that one and no other: its content, and when the broker took it. */
export const digestOf = ({ key, value, brokerMs }: LogRecord): string => {
  const digest = createHash('sha256').update(`${brokerMs} ${key?.length ?? 'none'} ${value?.length ?? 'none'} `);
  for (const bytes of [key, value]) if (bytes !== null) digest.update(bytes);
  return digest.digest('base64');
};
