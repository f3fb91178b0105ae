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
import { consumedRecords, leaderEpochOf, transactionMark } from './consumed-record.js';
import { type Delivering, FollowerDelivery, type Run } from './follower-delivery.js';
import { digestOf, type Place, placeAt } from './follower-place.js';
import { FollowerWatch, LOOKS_BEFORE_HALT, type Watched } from './follower-watch.js';
import type { CommitPosition } from '../position.js';

/** Long enough to cost nothing when idle; data that is there is answered at once whatever this says. */
const MAX_WAIT_MS = 100;

export type FollowerHooks = FollowOptions & {
  ends: () => Promise<readonly PartitionEnds[]>;
  read: (positions: readonly CommitPosition[]) => Promise<readonly (LogRecord | undefined)[]>;
  warn: (message: string, error?: unknown) => void;
};

/**
 * A consumer that cannot stop silently. kafkajs has no `assign()`: every follower is alone in a group of its own, commits nothing, and seeks.
 * After a rejoin or an out-of-range reset kafkajs starts elsewhere without a word, so each batch is held against the own position.
 */
export class Follower implements Following, Watched, Delivering {
  private consumer: Consumer | undefined;
  private stopped = false;
  private crashed = false;
  private answeredAt: number | undefined;
  /** Why the log may not be read any further, in any partition. */
  private barred: string | undefined;
  private readonly places: readonly Place[];
  private readonly watch: FollowerWatch;
  private readonly delivery: FollowerDelivery;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    next: readonly number[],
    deliver: Deliver,
    private readonly hooks: FollowerHooks,
  ) {
    this.places = next.map(placeAt);
    this.delivery = new FollowerDelivery(deliver, this, hooks.warn);
    this.watch = new FollowerWatch(this.places, this, hooks.ends, hooks.warn);
  }

  async start(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      await this.disconnect();
      throw error;
    }
    this.watch.start();
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
    await Promise.all([this.watch.stop(), this.delivery.stop()]);
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
      // Without a first offset there was nothing in it at all: no mark of a transaction either.
      if (payload.batchSize > 0 || payload.firstOffset === null) return;
      this.takeMarks(consumer, payload.partition, Number(payload.firstOffset), Number(payload.lastOffset)).catch((error: unknown) =>
        this.hooks.warn('the marks of a transaction were not taken', error),
      );
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
      const partitions = this.places.flatMap(({ halted, delivering }, partition) =>
        halted === undefined && !delivering ? [] : [partition],
      );
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

  isWithout(): boolean {
    return this.crashed || this.consumer === undefined;
  }

  /** Where the record before the first is not known yet, it is fetched too: by it a log that was cut off and written anew is told. */
  private seekAll(consumer: Consumer): void {
    this.places.forEach(({ next, delivering, last }, partition) => {
      if (!delivering) this.seek(consumer, partition, last === undefined && next > 0 ? next - 1 : next);
    });
  }

  private seek(consumer: Consumer, partition: number, offset: number): void {
    consumer.seek({ topic: this.topic, partition, offset: String(offset) });
  }

  private async take(consumer: Consumer, { batch, resolveOffset, isStale }: EachBatchPayload): Promise<void> {
    const { partition } = batch;
    const place = this.places[partition];
    // A partition that was added later is none of this log's; and one whose records are delivered again has enough for now.
    if (place === undefined || place.delivering) consumer.pause([{ topic: this.topic, partitions: [partition] }]);
    if (place === undefined || this.stopped || consumer !== this.consumer || isStale() || place.halted !== undefined || place.delivering)
      return;
    const fetched = consumedRecords(batch);
    const before = place.last === undefined ? fetched.find(({ offset }) => offset === place.next - 1) : undefined;
    if (before !== undefined) place.last = { offset: before.offset, digest: digestOf(before), epoch: leaderEpochOf(batch, before.offset) };
    const records = fetched.filter(({ offset }) => offset >= place.next);
    const due = records.filter(({ offset }, nth) => offset === place.next + nth);
    if (due.length === 0) return this.meetGap(consumer, partition, place, records[0]?.offset);
    if (await this.isOfAnother(partition, place, leaderEpochOf(batch, place.next))) return this.seek(consumer, partition, place.next);
    const { offset } = due.at(-1)!;
    const run: Run = { partition, records: due, epoch: leaderEpochOf(batch, offset) };
    if (await this.delivery.hand(place, run)) resolveOffset(String(offset));
  }

  /**
   * Whether what comes next must not be taken now: it was written by another leader of the partition than the last record, which may have cut the log
   * off below, and that is not shown to be otherwise.
   */
  private async isOfAnother(partition: number, place: Place, epoch: number | undefined): Promise<boolean> {
    if (place.last === undefined || (!place.doubted && (epoch === undefined || epoch === place.last.epoch))) return false;
    await this.reassure([partition]);
    return place.doubted || place.halted !== undefined;
  }

  /** Looks whether the log still holds the record that was delivered last, and halts a partition where it does not. Where the log does not tell, the doubt stays. */
  async reassure(partitions: readonly number[]): Promise<void> {
    const asked = partitions.flatMap((partition) => {
      const place = this.places[partition]!;
      place.doubted = place.last !== undefined;
      return place.last === undefined ? [] : [{ partition, place, last: place.last }];
    });
    try {
      const records = await this.hooks.read(asked.map(({ partition, last: { offset } }) => ({ partition, offset })));
      asked.forEach(({ partition, place, last: { offset, digest } }, nth) => {
        const record = records[nth];
        place.doubted = false;
        if (record !== undefined && digestOf(record) === digest) return;
        const why = `the log was cut off and written anew: it holds another record at offset ${offset} than was read there`;
        this.halt(partition, place, new LogHalted(`partition ${partition}: ${why}. Restore the log`));
      });
    } catch (error) {
      this.hooks.warn('records could not be read again to see that the log is what it was; asking again', error);
    }
  }

  /** Batches of nothing but marks of transactions are not handed out by kafkajs: it only tells of them. */
  private async takeMarks(consumer: Consumer, partition: number, first: number, last: number): Promise<void> {
    const place = this.places[partition];
    if (place === undefined || this.stopped || consumer !== this.consumer || place.halted !== undefined || place.delivering) return;
    if (!Number.isSafeInteger(last) || first > place.next || last < place.next) return;
    if (await this.isOfAnother(partition, place, place.last?.epoch)) return this.seek(consumer, partition, place.next);
    const marks = Array.from({ length: last - place.next + 1 }, (_, nth) => transactionMark(partition, place.next + nth));
    await this.delivery.hand(place, { partition, records: marks, epoch: undefined });
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

  halt(partition: number, place: Place, error: LogHalted): void {
    place.halted = error.message;
    this.pause(partition);
    this.hooks.warn(`partition ${partition} is halted`, error);
  }

  async haltAtGap(partition: number, place: Place): Promise<void> {
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
  async passGap(partition: number, place: Place): Promise<void> {
    const { gap, next } = place;
    if (gap === undefined || place.halted === undefined || !((await this.hooks.pass?.(partition, next, gap.to)) ?? false)) return;
    this.hooks.warn(`partition ${partition}: going on at offset ${gap.to}, past a gap that was accepted`);
    Object.assign(place, { next: gap.to, gap: undefined, halted: undefined, movedAt: Date.now(), last: undefined });
    this.goOn(partition, place);
  }

  pause(partition: number): void {
    try {
      this.consumer?.pause([{ topic: this.topic, partitions: [partition] }]);
    } catch {
      // One that has not begun yet pauses what has to be when it does.
    }
  }

  goOn(partition: number, place: Place): void {
    const { consumer } = this;
    try {
      if (consumer !== undefined) this.seek(consumer, partition, place.next);
      consumer?.resume([{ topic: this.topic, partitions: [partition] }]);
    } catch {
      // One that has not begun yet has paused nothing, and seeks every partition when it does.
    }
  }

  async replace(): Promise<void> {
    await this.disconnect();
    try {
      await this.hooks.recheck?.();
      this.barred = undefined;
    } catch (error) {
      if (error instanceof LogHalted) this.barred = error.message;
      throw error;
    }
    if (this.stopped) return;
    for (const place of this.places) Object.assign(place, { movedAt: Date.now(), doubted: place.last !== undefined });
    try {
      await this.connect();
    } catch (error) {
      await this.disconnect();
      throw error;
    }
  }
}
