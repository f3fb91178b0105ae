import { LogUnavailable, type NewRecord, NotAppended } from '../event-log.js';

/** Bytes of one partition in one produce call; a larger record goes alone, since the broker's limit is for the batch. */
const MAX_BATCH_BYTES = 512 * 1024;
/** Bytes that may wait to be sent. Beyond it the caller is told that the log cannot take more, instead of growing the heap. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** How long a record is sent again after errors. Sending twice is harmless: the second is judged a duplicate. */
const GIVE_UP_AFTER_MS = 30_000;
const PAUSE_AFTER_ERROR_MS = 100;

/** What sends a batch; see {@link Sender}. */
export type Sending = {
  send(records: readonly NewRecord[], leaving: () => boolean): Promise<void>;
  disconnect(): Promise<void>;
};

type Waiting = {
  record: NewRecord;
  bytes: number;
  giveUpAt: number;
  /** Its bytes have left for a broker, once at least: it may stand in the log. */
  left: boolean;
  withdrawn: boolean;
  kept: () => void;
  failed: (error: Error) => void;
};

/** Coalesces concurrent appends into one produce call with acks=all; while one call is under way the next gathers. */
export class Appender {
  private waiting: Waiting[] = [];
  private readonly open = new Map<NewRecord, Waiting>();
  private waitingBytes = 0;
  private sending: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly sender: Sending) {}

  append(record: NewRecord): Promise<void> {
    const bytes = record.key.length + record.value.length;
    if (this.closed) return Promise.reject(new NotAppended('the log is being closed'));
    if (this.waitingBytes + bytes > MAX_WAITING_BYTES) return Promise.reject(new NotAppended('too many commits are waiting for the log'));
    this.waitingBytes += bytes;
    return new Promise<void>((kept, failed) => {
      const one = { record, bytes, giveUpAt: Date.now() + GIVE_UP_AFTER_MS, left: false, withdrawn: false, kept, failed };
      this.open.set(record, one);
      this.waiting.push(one);
      this.sending ??= this.sendAll();
    });
  }

  /** See {@link EventLog.withdraw}. */
  withdraw(record: NewRecord): boolean {
    const one = this.open.get(record);
    if (one === undefined || one.left) return false;
    one.withdrawn = true;
    this.waiting = this.waiting.filter((other) => other !== one);
    this.settle(one);
    one.failed(new NotAppended('no broker took the record'));
    return true;
  }

  /** Waits at most so long for what is under way; then gives up what is left, and takes nothing more. */
  async close(withinMs: number): Promise<void> {
    this.closed = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
    await Promise.race([this.drained(), late]);
    clearTimeout(timer);
    for (const one of this.open.values()) this.giveUp(one, new Error('the log was closed'));
    this.waiting = [];
    await this.sender.disconnect();
  }

  private async drained(): Promise<void> {
    while (this.sending !== undefined) await this.sending;
  }

  private async sendAll(): Promise<void> {
    // One turn of the event loop, so that appends made together go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.take();
      try {
        await this.sender.send(
          batch.map(({ record }) => record),
          () => leave(batch),
        );
        for (const one of batch) {
          this.settle(one);
          one.kept();
        }
      } catch (error) {
        await this.keepOrGiveUp(batch, error as Error);
      }
    }
    // In the same turn as the look at what waits: a promise's callback would come after the next append.
    this.sending = undefined;
  }

  private take(): Waiting[] {
    const taken = new Map<number, number>();
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const one of this.waiting) {
      const bytes = taken.get(one.record.partition);
      // Once one of a partition has to wait, so do all behind it: order within a partition is kept.
      if (bytes !== undefined && bytes + one.bytes > MAX_BATCH_BYTES) {
        taken.set(one.record.partition, Number.POSITIVE_INFINITY);
        rest.push(one);
      } else {
        taken.set(one.record.partition, (bytes ?? 0) + one.bytes);
        batch.push(one);
      }
    }
    this.waiting = rest;
    return batch;
  }

  private async keepOrGiveUp(batch: readonly Waiting[], error: Error): Promise<void> {
    const now = Date.now();
    for (const one of batch) if (one.giveUpAt <= now && !one.withdrawn) this.giveUp(one, error);
    const again = batch.filter(({ giveUpAt, withdrawn }) => giveUpAt > now && !withdrawn);
    if (!this.closed) this.waiting = [...again, ...this.waiting];
    await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS));
  }

  private giveUp(one: Waiting, cause: Error): void {
    // It may be in the sender's hands: unless it left already it now never will.
    one.withdrawn = true;
    this.settle(one);
    one.failed(one.left ? new LogUnavailable(cause.message, { cause }) : new NotAppended(cause.message, { cause }));
  }

  private settle(one: Waiting): void {
    if (this.open.delete(one.record)) this.waitingBytes -= one.bytes;
  }
}

/** In one step: what is still there is on its way, and what was withdrawn keeps the whole batch back. */
const leave = (batch: readonly Waiting[]): boolean => {
  if (batch.some(({ withdrawn }) => withdrawn)) return false;
  for (const one of batch) one.left = true;
  return true;
};
