import { randomUUID } from 'node:crypto';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import {
  type Deliver,
  type Following,
  type FollowingState,
  type FollowOptions,
  LogHalted,
  type LogRecord,
  type PartitionEnds,
} from '../event-log.js';
import { consumedRecords, transactionMark } from './consumed-record.js';

/** Long enough to cost nothing when idle; data that is there is answered at once whatever this says. */
const MAX_WAIT_MS = 100;
/** How often the consumer's progress is compared with the broker's end. */
const WATCH_EVERY_MS = 1_000;
/** A partition with records beyond its position that does not move for so long has a dead consumer. */
const STALLED_AFTER_MS = 5_000;
/** Looks at the log in a row that must agree before it is said to have lost records: a new leader may not know its end yet. */
const LOOKS_BEFORE_HALT = 3;
const PAUSE_AFTER_ERROR_MS = [100, 200, 500, 1_000, 2_000] as const;

export type FollowerHooks = FollowOptions & {
  ends: () => Promise<readonly PartitionEnds[]>;
  warn: (message: string, error?: unknown) => void;
};

/** Where a partition stands. */
type Place = {
  next: number;
  movedAt: number;
  /** In the middle of a delivery: however long it takes, that is no stall of the consumer. */
  delivering: boolean;
  refused: { since: number; reason: string } | undefined;
  halted: string | undefined;
  /** The log goes on at `to` where `next` was due; seen so often in a row. */
  gap: { to: number; looks: number } | undefined;
  /** Looks in a row at which the log ended below `next`. */
  short: number;
};

/**
 * A consumer that cannot stop silently. kafkajs has no `assign()`: every follower is alone in a group of its own, commits nothing, and seeks.
 * After a rejoin or an out-of-range reset kafkajs starts elsewhere without a word, so each batch is held against the own position.
 */
export class Follower implements Following {
  private consumer: Consumer | undefined;
  private stopped = false;
  private crashed = false;
  private watch: NodeJS.Timeout | undefined;
  private watching: Promise<void> = Promise.resolve();
  private answeredAt: number | undefined;
  /** Why the log may not be read any further, in any partition. */
  private barred: string | undefined;
  private readonly places: readonly Place[];

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    next: readonly number[],
    private readonly deliver: Deliver,
    private readonly hooks: FollowerHooks,
  ) {
    const movedAt = Date.now();
    const still = { movedAt, delivering: false, refused: undefined, halted: undefined, gap: undefined, short: 0 };
    this.places = next.map((offset) => ({ next: offset, ...still }));
  }

  async start(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      await this.disconnect();
      throw error;
    }
    this.scheduleWatch();
  }

  state(): FollowingState {
    const of = <Value>(value: (place: Place) => Value | undefined): Map<number, Value> =>
      new Map(this.places.flatMap((place, partition) => (value(place) === undefined ? [] : [[partition, value(place)!] as const])));
    // Records in hand are an answer, however long they take.
    const busy = this.places.some(({ delivering, refused }) => delivering && refused === undefined);
    return {
      answeredAt: busy ? Date.now() : this.answeredAt,
      halted: of(({ halted }) => this.barred ?? halted),
      refused: of(({ refused }) => refused),
    };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.watch);
    await this.watching;
    await this.disconnect();
  }

  private async connect(): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: `${this.topic}.${randomUUID()}`,
      allowAutoTopicCreation: false,
      minBytes: 1,
      maxWaitTimeInMs: MAX_WAIT_MS,
      // Every record counts at its offset, whether or not a stranger's transaction committed it; and none waits for one that stays open.
      readUncommitted: true,
      retry: { restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    this.crashed = false;
    consumer.on(consumer.events.GROUP_JOIN, () => this.seekAll(consumer));
    consumer.on(consumer.events.FETCH, () => {
      if (consumer === this.consumer) this.answeredAt = Date.now();
    });
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0)
        void this.takeMarks(consumer, payload.partition, Number(payload.firstOffset), Number(payload.lastOffset));
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (consumer === this.consumer) this.crashed = true;
      this.hooks.warn('the consumer crashed; a new one will be made', payload.error);
    });
    await consumer.connect();
    await consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.places.length,
      eachBatch: (payload) => this.take(consumer, payload),
    });
    try {
      this.seekAll(consumer);
      const partitions = this.places.flatMap(({ halted }, partition) => (halted === undefined ? [] : [partition]));
      if (partitions.length > 0) consumer.pause([{ topic: this.topic, partitions }]);
    } catch (error) {
      // A broker that has just begun may end the first group before it is joined, which kafkajs tells only now: the watch makes a new one.
      this.crashed = true;
      this.hooks.warn('the consumer crashed; a new one will be made', error);
    }
  }

  private async disconnect(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    await consumer?.disconnect().catch((error: unknown) => this.hooks.warn('the consumer did not disconnect', error));
  }

  private seekAll(consumer: Consumer): void {
    this.places.forEach(({ next, delivering }, partition) => {
      if (!delivering) this.seek(consumer, partition, next);
    });
  }

  private seek(consumer: Consumer, partition: number, offset: number): void {
    consumer.seek({ topic: this.topic, partition, offset: String(offset) });
  }

  private async take(consumer: Consumer, { batch, resolveOffset, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    const { partition } = batch;
    const place = this.places[partition];
    // A partition that was added later is none of this log's.
    if (place === undefined) consumer.pause([{ topic: this.topic, partitions: [partition] }]);
    if (place === undefined || this.stopped || consumer !== this.consumer || isStale() || place.halted !== undefined || place.delivering)
      return;
    const records = consumedRecords(batch).filter(({ offset }) => offset >= place.next);
    const due = records.filter(({ offset }, nth) => offset === place.next + nth);
    if (due.length === 0) return this.meetGap(consumer, partition, place, records[0]?.offset);
    if (await this.hand(partition, place, due, heartbeat)) resolveOffset(String(due.at(-1)!.offset));
  }

  /** Batches of nothing but marks of transactions are not handed out by kafkajs: it only tells of them. */
  private async takeMarks(consumer: Consumer, partition: number, first: number, last: number): Promise<void> {
    const place = this.places[partition];
    if (place === undefined || this.stopped || consumer !== this.consumer || place.halted !== undefined || place.delivering) return;
    if (!Number.isSafeInteger(last) || first > place.next || last < place.next) return;
    const marks = Array.from({ length: last - place.next + 1 }, (_, nth) => transactionMark(partition, place.next + nth));
    await this.hand(partition, place, marks, async () => undefined);
  }

  /** Answers whether the records were taken. */
  private async hand(partition: number, place: Place, records: readonly LogRecord[], heartbeat: () => Promise<void>): Promise<boolean> {
    place.delivering = true;
    try {
      if (!(await this.deliverUntilTaken(partition, place, records, heartbeat))) return false;
      place.next = records.at(-1)!.offset + 1;
      place.gap = undefined;
      return true;
    } finally {
      place.movedAt = Date.now();
      place.refused = undefined;
      place.delivering = false;
    }
  }

  /** Asks for the record that was due again. If the log goes on without it every time, the log lost what nobody may lose. */
  private async meetGap(consumer: Consumer, partition: number, place: Place, found: number | undefined): Promise<void> {
    if (found !== undefined) {
      const start = (await this.hooks.ends()).find((ends) => ends.partition === partition)?.start ?? 0;
      place.gap = { to: Math.max(found, start), looks: (place.gap?.looks ?? 0) + 1 };
      if (start > place.next || place.gap.looks >= LOOKS_BEFORE_HALT) return this.haltAtGap(partition, place);
      this.hooks.warn(`partition ${partition}: got offset ${found} where ${place.next} was due; asking again`);
    }
    this.seek(consumer, partition, place.next);
  }

  private async deliverUntilTaken(
    partition: number,
    place: Place,
    records: readonly LogRecord[],
    heartbeat: () => Promise<void>,
  ): Promise<boolean> {
    for (let attempt = 0; !this.stopped; attempt++) {
      try {
        await this.deliver(partition, records);
        return true;
      } catch (error) {
        if (error instanceof LogHalted) {
          this.halt(partition, place, error);
          return false;
        }
        place.refused = { since: place.refused?.since ?? Date.now(), reason: error instanceof Error ? error.message : String(error) };
        this.hooks.warn(`partition ${partition}: offset ${records[0]!.offset} was not taken; trying again`, error);
        await heartbeat().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS[Math.min(attempt, PAUSE_AFTER_ERROR_MS.length - 1)]));
      }
    }
    return false;
  }

  private halt(partition: number, place: Place, error: LogHalted): void {
    place.halted = error.message;
    this.consumer?.pause([{ topic: this.topic, partitions: [partition] }]);
    this.hooks.warn(`partition ${partition} is halted`, error);
  }

  private async haltAtGap(partition: number, place: Place): Promise<void> {
    const { next } = place;
    const last = place.gap!.to - 1;
    const gone = last === next ? `offset ${next} is` : `offsets ${next} to ${last} are`;
    this.halt(
      partition,
      place,
      new LogHalted(`partition ${partition}: ${gone} gone from the log, which goes on at ${last + 1}: restore the log`),
    );
    await this.passGap(partition, place);
  }

  /** Goes on behind the gap, where that was allowed. */
  private async passGap(partition: number, place: Place): Promise<void> {
    const { gap, next } = place;
    if (gap === undefined || place.halted === undefined || !((await this.hooks.pass?.(partition, next, gap.to)) ?? false)) return;
    this.hooks.warn(`partition ${partition}: going on at offset ${gap.to}, past a gap that was accepted`);
    Object.assign(place, { next: gap.to, gap: undefined, halted: undefined, movedAt: Date.now() });
    const { consumer } = this;
    if (consumer === undefined) return;
    this.seek(consumer, partition, place.next);
    consumer.resume([{ topic: this.topic, partitions: [partition] }]);
  }

  private scheduleWatch(): void {
    this.watch = setTimeout(() => {
      this.watching = this.look()
        .catch((error: unknown) => this.hooks.warn('the consumer could not be checked', error))
        .finally(() => {
          if (!this.stopped) this.scheduleWatch();
        });
    }, WATCH_EVERY_MS);
  }

  private async look(): Promise<void> {
    const ends = await this.hooks.ends();
    const now = Date.now();
    let stalled = false;
    for (const { partition, start, end } of ends) {
      const place = this.places[partition];
      if (place === undefined) continue;
      if (place.halted !== undefined) await this.passGap(partition, place);
      else if (start > place.next && !place.delivering) {
        place.gap = { to: start, looks: LOOKS_BEFORE_HALT };
        await this.haltAtGap(partition, place);
      } else this.lookAtEnd(partition, place, end);
      const idle = place.next >= end || place.delivering || place.halted !== undefined;
      if (idle) place.movedAt = now;
      stalled ||= !idle && now - place.movedAt > STALLED_AFTER_MS;
    }
    if (stalled) this.hooks.warn('the consumer stands still behind the end of the log; making a new one');
    if ((stalled || this.crashed || this.consumer === undefined) && !this.stopped) await this.replace();
  }

  private lookAtEnd(partition: number, place: Place, end: number): void {
    place.short = end < place.next && !place.delivering ? place.short + 1 : 0;
    if (place.short < LOOKS_BEFORE_HALT) return;
    this.halt(
      partition,
      place,
      new LogHalted(`partition ${partition}: the log ends at ${end}, below the record, which holds offset ${place.next - 1}`),
    );
  }

  private async replace(): Promise<void> {
    await this.disconnect();
    try {
      await this.hooks.recheck?.();
      this.barred = undefined;
    } catch (error) {
      if (error instanceof LogHalted) this.barred = error.message;
      throw error;
    }
    if (this.stopped) return;
    for (const place of this.places) place.movedAt = Date.now();
    try {
      await this.connect();
    } catch (error) {
      await this.disconnect();
      throw error;
    }
  }
}
