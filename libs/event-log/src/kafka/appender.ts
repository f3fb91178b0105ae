import type { Producer } from 'kafkajs';
import { LogUnavailable, type NewRecord } from '../event-log.js';

/** Bytes of one partition in one produce call; a larger record goes alone, since the broker's limit is for the batch. */
const MAX_BATCH_BYTES = 512 * 1024;
/** Bytes that may wait to be sent. Beyond it the caller is told that the log cannot take more, instead of growing the heap. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** How long a record is sent again after errors. Sending twice is harmless: the second is judged a duplicate. */
const GIVE_UP_AFTER_MS = 30_000;
const PAUSE_AFTER_ERROR_MS = 100;

type Waiting = { record: NewRecord; bytes: number; giveUpAt: number; kept: () => void; failed: (error: Error) => void };

/** Coalesces concurrent appends into one produce call with acks=all; while one call is under way the next gathers. */
export class Appender {
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private sending: Promise<void> | undefined;

  constructor(
    private readonly producer: Producer,
    private readonly topic: string,
  ) {}

  append(record: NewRecord): Promise<void> {
    const bytes = record.key.length + record.value.length;
    if (this.waitingBytes + bytes > MAX_WAITING_BYTES)
      return Promise.reject(new LogUnavailable('too many commits are waiting for the log'));
    this.waitingBytes += bytes;
    return new Promise<void>((kept, failed) => {
      this.waiting.push({ record, bytes, giveUpAt: Date.now() + GIVE_UP_AFTER_MS, kept, failed });
      this.sending ??= this.sendAll();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.sending !== undefined) await this.sending;
  }

  private async sendAll(): Promise<void> {
    // One turn of the event loop, so that appends made together go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.take();
      try {
        await this.producer.sendBatch({
          acks: -1,
          topicMessages: [{ topic: this.topic, messages: batch.map(message) }],
        });
        for (const { kept } of batch) kept();
        this.waitingBytes -= bytesOf(batch);
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
    const over = batch.filter(({ giveUpAt }) => giveUpAt <= now);
    for (const { failed } of over) failed(new LogUnavailable(error.message, { cause: error }));
    this.waitingBytes -= bytesOf(over);
    this.waiting = [...batch.filter(({ giveUpAt }) => giveUpAt > now), ...this.waiting];
    await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS));
  }
}

const message = ({ record: { partition, key, value } }: Waiting) => ({ partition, key, value });
const bytesOf = (batch: readonly Waiting[]): number => batch.reduce((sum, { bytes }) => sum + bytes, 0);
