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

export interface Following {
  stop(): Promise<void>;
}

/** Port to the log. Adapters: in-memory, Kafka. The contract is `event-log.contract.ts`. */
export interface EventLog {
  readonly partitions: number;
  /**
   * Appends a record at the end of its partition and resolves when it is kept durably. It may then stand there more than once; where this
   * rejects it may stand there nevertheless. Only reading it back is proof. Rejects with {@link LogUnavailable}.
   */
  append(record: NewRecord): Promise<void>;
  ends(): Promise<readonly PartitionEnds[]>;
  /** The records at these positions, in this order; undefined where none is. */
  read(positions: readonly CommitPosition[]): Promise<readonly (LogRecord | undefined)[]>;
  /** Delivers every record from `next[partition]` on, each partition in order and one run at a time, at least once. */
  follow(next: readonly number[], deliver: Deliver): Promise<Following>;
  close(): Promise<void>;
}

/** The log or the record cannot be reached now; nothing is known to be wrong with the request. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/** What stands in the log contradicts what was read before, or cannot be judged: to go on would be to guess. */
export class LogHalted extends Error {
  override readonly name = 'LogHalted';
}
