import type { CommitPosition } from './position.js';

/** A record as the broker keeps it. */
export type LogRecord = CommitPosition & {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** JSON array of [name, base64 value], in the order kept. */
  readonly headers: Buffer;
  /** Broker append time, milliseconds since the epoch. */
  readonly brokerMs: number;
};

export type NewRecord = { readonly partition: number; readonly key: Buffer; readonly value: Buffer };

/** Offsets of a partition: of the first record kept, and of the next to be written. */
export type PartitionEnds = { readonly partition: number; readonly start: number; readonly end: number };

/** Takes a run of records of one partition, in order. Where it throws, the same records are delivered again. */
export type Deliver = (partition: number, records: readonly LogRecord[]) => Promise<void>;

export type FollowOptions = {
  /** Partitions to begin with; all of them where this is missing. The others are as if they were left. */
  readonly active?: readonly number[];
  /**
   * Asked where the offsets from `from` up to before `to` are gone from the log, and asked again until it says yes: whether to go on at `to`. The
   * partition is halted meanwhile, for ever where this is missing.
   */
  readonly pass?: (partition: number, from: number, to: number) => Promise<boolean>;
  /** Called before it goes on after the log was out of reach. Throws LogHalted where the log is no longer what it was. */
  readonly recheck?: () => Promise<void>;
};

/** Where a partition that was left is gone on with. */
export type TakenUp = {
  readonly partition: number;
  readonly next: number;
  /** The record before `next` as it was judged, where it is to be in the log: where the log holds another one there, the partition is halted. */
  readonly before: LogRecord | undefined;
};

export type FollowingState = {
  /** Partitions whose records are delivered: those that are not left. */
  readonly active: readonly number[];
  /** When the log last answered, milliseconds since the epoch, whether or not with records. */
  readonly answeredAt: number | undefined;
  /** Partitions in which it must not go on, with the reason. */
  readonly halted: ReadonlyMap<number, string>;
  /** Partitions whose records are delivered again and again because they are not taken: since when (milliseconds), and why. */
  readonly refused: ReadonlyMap<number, { readonly since: number; readonly reason: string }>;
};

export interface Following {
  state(): FollowingState;
  /** Delivers nothing more of the partition, which another follows. What is in hand is delivered to its end, and not again where it is refused. */
  leave(partition: number): void;
  /** Goes on with a partition that was left. Answers false where that cannot be yet: what was in hand when it was left is still being delivered. */
  takeUp(from: TakenUp): boolean;
  stop(): Promise<void>;
}

/** Port to the log. Adapters: in-memory, Kafka. The contract is `event-log.contract.ts`. */
export interface EventLog {
  readonly partitions: number;
  /**
   * Appends a record at the end of its partition and resolves when it is kept durably. It may then stand there more than once; where this
   * rejects it may stand there nevertheless. Only reading it back is proof. Rejects with {@link LogUnavailable}, and with {@link NotAppended} where
   * it is certain that it does not stand there.
   */
  append(record: NewRecord): Promise<void>;
  /**
   * Takes back a record that is being appended. True where no broker was handed it, and now never will be: its append rejects with
   * {@link NotAppended}. False where it stands in the log, or may.
   */
  withdraw(record: NewRecord): boolean;
  ends(): Promise<readonly PartitionEnds[]>;
  /** The records at these positions, in this order; undefined where none is. */
  read(positions: readonly CommitPosition[]): Promise<readonly (LogRecord | undefined)[]>;
  /** Delivers every record from `next[partition]` on, each partition in order and one run at a time, at least once. */
  follow(next: readonly number[], deliver: Deliver, options?: FollowOptions): Promise<Following>;
  close(): Promise<void>;
}

/** The log or the record cannot be reached now; nothing is known to be wrong with the request. */
export class LogUnavailable extends Error {
  override readonly name: string = 'LogUnavailable';
}

/** It is certain that the record does not stand in the log and never will by this append. */
export class NotAppended extends LogUnavailable {
  override readonly name: string = 'NotAppended';
}

/** What stands in the log contradicts what was read before, or cannot be judged: to go on would be to guess. */
export class LogHalted extends Error {
  override readonly name = 'LogHalted';
}
