import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import {
  type Deliver,
  type Following,
  type FollowingState,
  type FollowOptions,
  LogHalted,
  type LogRecord,
  type PartitionEnds,
  type TakenUp,
} from '../event-log.js';
import { consumedRecords, leaderEpochOf, transactionMark } from './consumed-record.js';
import { ownConsumer } from './follower-consumer.js';
import { type Delivering, FollowerDelivery, type Run } from './follower-delivery.js';
import { FollowerDoubt } from './follower-doubt.js';
import { type Place, placeAt, takenUpAt } from './follower-place.js';
import { FollowerWatch, LOOKS_BEFORE_HALT, type Watched } from './follower-watch.js';
import type { CommitPosition } from '../position.js';

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
  private readonly places: Place[];
  private readonly doubt: FollowerDoubt;
  private readonly watch: FollowerWatch;
  private readonly delivery: FollowerDelivery;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    next: readonly number[],
    deliver: Deliver,
    private readonly hooks: FollowerHooks,
  ) {
    this.places = next.map((offset, partition) => placeAt(offset, hooks.active?.includes(partition) === false));
    this.doubt = new FollowerDoubt(this.places, this, hooks.read, hooks.warn);
    this.delivery = new FollowerDelivery(deliver, this, hooks.warn);
    this.watch = new FollowerWatch(this.places, this, this.doubt, hooks.ends, hooks.warn);
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
      new Map(
        this.active().flatMap((partition) => {
          const found = value(this.places[partition]!);
          return found === undefined ? [] : [[partition, found] as const];
        }),
      );
    // Records in hand are an answer, however long they take.
    const busy = this.places.some(({ delivering, refused }) => delivering && refused === undefined);
    return {
      active: this.active(),
      answeredAt: busy ? Date.now() : this.answeredAt,
      halted: of(({ halted }) => this.barred ?? halted),
      refused: of(({ refused }) => refused),
    };
  }

  leave(partition: number): void {
    this.places[partition]!.left = true;
    this.pause(partition);
  }

  takeUp(from: TakenUp): boolean {
    const { partition, next, before } = from;
    if (this.places[partition]!.delivering) return false;
    const place = takenUpAt(from);
    this.places[partition] = place;
    // From the record before, so that the first fetch shows whether the log still holds it.
    this.goOn(partition, place, before === undefined ? next : before.offset);
    return true;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([this.watch.stop(), this.delivery.stop()]);
    await this.disconnect();
  }

  private active(): number[] {
    return this.places.flatMap(({ left }, partition) => (left ? [] : [partition]));
  }

  /** Whether this is where the partition is followed: it may have been left meanwhile, and taken up at another place. */
  private isAt(partition: number, place: Place): boolean {
    return !place.left && this.places[partition] === place;
  }

  private async connect(): Promise<void> {
    const consumer = ownConsumer(this.kafka, this.topic);
    this.consumer = consumer;
    this.crashed = false;
    consumer.on(consumer.events.GROUP_JOIN, () => this.begin(consumer));
    consumer.on(consumer.events.FETCH, () => {
      // Where all is left there is nothing to fetch, and kafkajs tells of a fetch all the same.
      if (consumer === this.consumer && this.active().length > 0) this.answeredAt = Date.now();
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
      this.begin(consumer);
      this.heard();
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

  heard(): void {
    if (!this.isWithout() && this.active().length === 0) this.answeredAt = Date.now();
  }

  /** Where the record before the first is not known yet, it is fetched too: by it a log that was cut off and written anew is told. */
  private begin(consumer: Consumer): void {
    this.places.forEach(({ next, left, delivering, last }, partition) => {
      if (left) consumer.pause([{ topic: this.topic, partitions: [partition] }]);
      else if (!delivering) this.seek(consumer, partition, last === undefined && next > 0 ? next - 1 : next);
    });
  }

  private seek(consumer: Consumer, partition: number, offset: number): void {
    consumer.seek({ topic: this.topic, partition, offset: String(offset) });
  }

  private async take(consumer: Consumer, { batch, resolveOffset, isStale }: EachBatchPayload): Promise<void> {
    const { partition } = batch;
    const place = this.places[partition];
    // A partition that was added later is none of this log's; and one whose records are delivered again has enough for now.
    if (place === undefined || place.left || place.delivering) consumer.pause([{ topic: this.topic, partitions: [partition] }]);
    if (place === undefined || consumer !== this.consumer || isStale() || !this.isToBeTaken(place)) return;
    const fetched = consumedRecords(batch);
    const before = fetched.find(({ offset }) => offset === place.next - 1);
    if (before !== undefined) this.doubt.meet(partition, place, before, leaderEpochOf(batch, before.offset));
    if (place.halted !== undefined) return;
    const records = fetched.filter(({ offset }) => offset >= place.next);
    const due = records.filter(({ offset }, nth) => offset === place.next + nth);
    if (due.length === 0) return this.meetGap(consumer, partition, place, records[0]?.offset);
    const isOfAnother = await this.doubt.isOfAnother(partition, place, leaderEpochOf(batch, place.next));
    if (!this.isAt(partition, place)) return;
    if (isOfAnother) return this.seek(consumer, partition, place.next);
    const { offset } = due.at(-1)!;
    const run: Run = { partition, records: due, epoch: leaderEpochOf(batch, offset) };
    if (await this.delivery.hand(place, run)) resolveOffset(String(offset));
  }

  private isToBeTaken({ left, halted, delivering }: Place): boolean {
    return !this.stopped && !left && halted === undefined && !delivering;
  }

  /** Batches of nothing but marks of transactions are not handed out by kafkajs: it only tells of them. */
  private async takeMarks(consumer: Consumer, partition: number, first: number, last: number): Promise<void> {
    const place = this.places[partition];
    if (place === undefined || consumer !== this.consumer || !this.isToBeTaken(place)) return;
    if (!Number.isSafeInteger(last) || first > place.next || last < place.next) return;
    const isOfAnother = await this.doubt.isOfAnother(partition, place, place.last?.epoch);
    if (!this.isAt(partition, place)) return;
    if (isOfAnother) return this.seek(consumer, partition, place.next);
    const marks = Array.from({ length: last - place.next + 1 }, (_, nth) => transactionMark(partition, place.next + nth));
    // Fetches go on beside it: what one brought meanwhile was left alone, and its partition paused.
    if (await this.delivery.hand(place, { partition, records: marks, epoch: undefined })) this.goOn(partition, place);
  }

  /** Asks for the record that was due again. If the log goes on without it every time, the log lost what nobody may lose. */
  private async meetGap(consumer: Consumer, partition: number, place: Place, found: number | undefined): Promise<void> {
    if (found !== undefined) {
      const start = (await this.hooks.ends()).find((ends) => ends.partition === partition)?.start ?? 0;
      if (!this.isAt(partition, place)) return;
      place.gap = { to: Math.max(found, start), looks: (place.gap?.looks ?? 0) + 1 };
      if (start > place.next || place.gap.looks >= LOOKS_BEFORE_HALT) return this.haltAtGap(partition, place);
      this.hooks.warn(`partition ${partition}: got offset ${found} where ${place.next} was due; asking again`);
    }
    this.seek(consumer, partition, place.next);
  }

  /** Nothing where the partition was left meanwhile: whoever follows it meets the same. */
  halt(partition: number, place: Place, error: LogHalted): void {
    if (!this.isAt(partition, place)) return;
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

  goOn(partition: number, place: Place, from = place.next): void {
    const { consumer } = this;
    if (!this.isAt(partition, place)) return;
    try {
      if (consumer !== undefined) this.seek(consumer, partition, from);
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
