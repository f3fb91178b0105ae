import { randomUUID } from 'node:crypto';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { type Deliver, type Following, LogHalted, type PartitionEnds } from '../event-log.js';
import { consumedRecord } from './consumed-record.js';

/** Long enough to cost nothing when idle; data that is there is answered at once whatever this says. */
const MAX_WAIT_MS = 100;
/** How often the consumer's progress is compared with the broker's end. */
const WATCH_EVERY_MS = 1_000;
/** A partition with records beyond its position that does not move for so long has a dead consumer. */
const STALLED_AFTER_MS = 8_000;
const PAUSE_AFTER_ERROR_MS = [100, 200, 500, 1_000, 2_000] as const;

export type FollowerHooks = {
  ends: () => Promise<readonly PartitionEnds[]>;
  warn: (message: string, error?: unknown) => void;
};

/**
 * A consumer that cannot stop silently. kafkajs has no `assign()`: every follower is alone in a group of its own, commits nothing, and seeks.
 * After a rejoin or an out-of-range reset kafkajs starts elsewhere without a word, so each batch is held against the own position.
 */
export class Follower implements Following {
  private consumer: Consumer | undefined;
  private stopped = false;
  private watch: NodeJS.Timeout | undefined;
  private readonly next: number[];
  private readonly movedAt: number[];
  /** Partitions in the middle of a delivery: however long it takes, that is no stall of the consumer. */
  private readonly delivering = new Set<number>();
  private readonly halted = new Set<number>();

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    next: readonly number[],
    private readonly deliver: Deliver,
    private readonly hooks: FollowerHooks,
  ) {
    this.next = [...next];
    this.movedAt = next.map(() => Date.now());
  }

  async start(): Promise<void> {
    await this.connect();
    this.scheduleWatch();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.watch);
    await this.disconnect();
  }

  private async connect(): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: `${this.topic}.${randomUUID()}`,
      allowAutoTopicCreation: false,
      minBytes: 1,
      maxWaitTimeInMs: MAX_WAIT_MS,
      retry: { restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topic: this.topic, fromBeginning: true });
    consumer.on(consumer.events.GROUP_JOIN, () => this.seekAll(consumer));
    consumer.on(consumer.events.CRASH, ({ payload }) => this.hooks.warn('the consumer crashed; a new one will be made', payload.error));
    const running = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.next.length,
      eachBatch: (payload) => this.take(consumer, payload),
    });
    await running;
    this.seekAll(consumer);
  }

  private async disconnect(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    await consumer?.disconnect().catch((error: unknown) => this.hooks.warn('the consumer did not disconnect', error));
  }

  private seekAll(consumer: Consumer): void {
    this.next.forEach((offset, partition) => {
      if (!this.delivering.has(partition)) consumer.seek({ topic: this.topic, partition, offset: String(offset) });
    });
  }

  private async take(consumer: Consumer, { batch, resolveOffset, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    const { partition } = batch;
    if (this.stopped || consumer !== this.consumer || isStale() || this.halted.has(partition) || this.delivering.has(partition)) return;
    const expected = this.next[partition]!;
    const records = batch.messages.map((message) => consumedRecord(partition, message)).filter(({ offset }) => offset >= expected);
    const [first] = records;
    if (first === undefined || first.offset !== expected) {
      await this.meetGap(consumer, partition, expected, first?.offset);
      return;
    }
    this.delivering.add(partition);
    try {
      if (await this.deliverUntilTaken(partition, records, heartbeat)) {
        const last = records.at(-1)!.offset;
        this.next[partition] = last + 1;
        resolveOffset(String(last));
      }
    } finally {
      this.movedAt[partition] = Date.now();
      this.delivering.delete(partition);
    }
  }

  /** Asks for the expected record again; if the broker no longer has it, the log lost what nobody may lose. */
  private async meetGap(consumer: Consumer, partition: number, expected: number, found: number | undefined): Promise<void> {
    if (found !== undefined) {
      const start = (await this.hooks.ends()).find((ends) => ends.partition === partition)?.start ?? 0;
      if (start > expected)
        return this.halt(partition, new LogHalted(`partition ${partition}: offset ${expected} is gone, the log now begins at ${start}`));
      this.hooks.warn(`partition ${partition}: got offset ${found} where ${expected} was due; asking again`);
    }
    consumer.seek({ topic: this.topic, partition, offset: String(expected) });
  }

  private async deliverUntilTaken(partition: number, records: Parameters<Deliver>[1], heartbeat: () => Promise<void>): Promise<boolean> {
    for (let attempt = 0; !this.stopped; attempt++) {
      try {
        await this.deliver(partition, records);
        return true;
      } catch (error) {
        if (error instanceof LogHalted) {
          this.halt(partition, error);
          return false;
        }
        this.hooks.warn(`partition ${partition}: offset ${records[0]!.offset} was not taken; trying again`, error);
        await heartbeat().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS[Math.min(attempt, PAUSE_AFTER_ERROR_MS.length - 1)]));
      }
    }
    return false;
  }

  private halt(partition: number, error: LogHalted): void {
    this.halted.add(partition);
    this.consumer?.pause([{ topic: this.topic, partitions: [partition] }]);
    this.hooks.warn(`partition ${partition} is halted`, error);
  }

  private scheduleWatch(): void {
    this.watch = setTimeout(() => {
      this.replaceStalled()
        .catch((error: unknown) => this.hooks.warn('the consumer could not be checked', error))
        .finally(() => {
          if (!this.stopped) this.scheduleWatch();
        });
    }, WATCH_EVERY_MS);
  }

  private async replaceStalled(): Promise<void> {
    const ends = await this.hooks.ends();
    const now = Date.now();
    const stalled = ends.some(({ partition, end }) => {
      const idle = this.next[partition]! >= end || this.delivering.has(partition) || this.halted.has(partition);
      if (idle) this.movedAt[partition] = now;
      return !idle && now - this.movedAt[partition]! > STALLED_AFTER_MS;
    });
    if (!stalled && this.consumer !== undefined) return;
    this.hooks.warn('the consumer stands still behind the end of the log; making a new one');
    this.movedAt.fill(now);
    await this.disconnect();
    if (!this.stopped) await this.connect();
  }
}
