import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { emptyRecord, type EventCodec, LogHalted, type LogRecord } from '../../event-log/src/index.js';
import type { DomainEvent, Projection } from '../../read-models/src/index.js';
import { passAcceptedGap } from './accepted-gaps.queries.js';
import { type Batch, type JudgedRecord, decodeAll, judgeAll, touchedBy, type Undecided } from './batch.js';
import { batchStatement, loadTouched, park, tellVerdicts } from './batch.queries.js';
import { type Cursor, lockCursor, lockKnownCursor } from './cursor.queries.js';
import { PartitionFold } from './fold.js';
import { HeldPartitions } from './held-partitions.js';
import { applyEach, applyTogether, liveChanges, statementsOf } from './live-changes.js';
import { inOneWrite } from './one-write.js';
import { isOfServer } from './server-trouble.js';

/** Records of one transaction. More would hold the cursor longer than a waiting writer should wait. */
const MAX_BATCH = 500;

export type ArbiterSettings = {
  pool: Pool;
  codec: EventCodec<DomainEvent>;
  /** Every version that is known of each read model; of those of one name the first is live unless a rebuild switched to another. */
  projections: readonly Projection<DomainEvent>[];
  warn: (message: string, error?: unknown) => void;
  /** Told of each batch that was committed. `from`: whether the arbiter held what it rests on, or asked for it. */
  judged?: (batch: { verdicts: readonly JudgedRecord['verdict'][]; seconds: number; from: 'held' | 'asked' }) => void;
};

/**
 * Judges the records of a partition in the order of the log and writes verdicts, events and live read models in one transaction a batch.
 * The row lock on the cursor decides who may: two arbiters at once, or one that wakes from a long pause, do no harm.
 */
export class Arbiter {
  private readonly held = new HeldPartitions();
  private readonly id = randomUUID();
  private batches = 0;

  constructor(private readonly settings: ArbiterSettings) {}

  /** Takes records in order. Rejects with LogHalted where to go on would be to guess; anything else may be tried again. */
  async take(partition: number, records: readonly LogRecord[]): Promise<void> {
    for (let from = 0; from < records.length; from += MAX_BATCH) await this.takeBatch(partition, records.slice(from, from + MAX_BATCH));
  }

  /**
   * Goes past the offsets from `from` to before `to`, which are gone from the log: only where an operator accepted the loss of exactly those that
   * were never judged. Each is then a record without anything, and judged as such. Answers whether the log is to be read on at `to`.
   */
  async pass(partition: number, from: number, to: number): Promise<boolean> {
    const client = await this.settings.pool.connect();
    let broken: Error | undefined;
    try {
      return await this.passWith(client, partition, from, to);
    } catch (error) {
      this.settings.warn(`partition ${partition}: it is not known whether the gap from ${from} to ${to - 1} was accepted`, error);
      return false;
    } finally {
      this.held.forget(partition);
      await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
      client.release(broken);
    }
  }

  private async passWith(client: PoolClient, partition: number, from: number, to: number): Promise<boolean> {
    const id = this.nextId();
    const { log, lastOffset, recordedMs } = await lockCursor(client, partition, id);
    // Another arbiter went past it.
    if (lastOffset >= to - 1) return true;
    const first = lastOffset + 1;
    if (log === undefined || first < from || !(await passAcceptedGap(client, { log: log.log, partition, first, last: to - 1 })))
      return false;
    const fold = new PartitionFold(partition, log);
    let latest = recordedMs;
    for (let offset = first; offset < to; offset += MAX_BATCH) {
      const count = Math.min(MAX_BATCH, to - offset);
      const lost = Array.from({ length: count }, (_, nth) => emptyRecord(partition, offset + nth));
      const batch = judgeAll(fold, decodeAll(lost), latest, this.settings.codec);
      await client.query(batchStatement(partition, batch, id));
      latest = batch.recordedMs;
    }
    await client.query('COMMIT');
    return true;
  }

  /** No other transaction has it: by it the database tells this one from those of other arbiters. */
  private nextId(): string {
    return `${this.id}/${++this.batches}`;
  }

  private async takeBatch(partition: number, records: readonly LogRecord[]): Promise<void> {
    const undecided = decodeAll(records);
    const client = await this.settings.pool.connect();
    let broken: Error | undefined;
    try {
      if (await this.takeHeld(client, partition, undecided)) return;
      const taken = await this.takeAsked(client, partition, undecided, 'together');
      // One of the read models is at fault, and the whole batch was undone.
      if (!taken) await this.takeAsked(client, partition, undecided, 'each on its own');
    } catch (error) {
      this.held.forget(partition);
      await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * One round trip, where all that the batch rests on is held. It is judged before the cursor is locked, and as if no command had come before: the
   * transaction stands only where the cursor is the one held and each command is new. Answers whether the batch is taken; where not, nothing was
   * done, and asking will tell why. Rejects where the server is in trouble.
   */
  private async takeHeld(client: PoolClient, partition: number, undecided: readonly Undecided[]): Promise<boolean> {
    const begun = performance.now();
    const touched = touchedBy(undecided);
    const before = this.held.before(partition, undecided[0]!.record.offset, touched);
    if (before === undefined || strayOf(undecided, before.cursor) !== undefined) return false;
    const { cursor, models, fold } = before;
    const batch = judgeAll(fold, undecided, cursor.recordedMs, this.settings.codec);
    const { live, refused } = liveChanges(this.settings.projections, batch, models, cursor.lastOffset);
    const id = this.nextId();
    const write = batchStatement(partition, batch, id);
    const changes = statementsOf(live, id);
    if (refused.length > 0 || changes === undefined) return false;

    const sent = inOneWrite(client, () => [
      ...lockKnownCursor(client, partition, cursor, id),
      client.query(write),
      ...changes.map((statement) => client.query(statement)),
      client.query('COMMIT'),
      this.tell(client, partition, batch, models.parked, id),
    ]);
    const errors = (await Promise.allSettled(sent)).flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    const trouble = errors.find(isOfServer);
    if (trouble !== undefined) throw trouble;
    if (errors.length > 0) return false;
    this.held.hold(cursor, cursorAfter(cursor, batch), models, fold, touched);
    this.tellJudged(batch, begun, 'held');
    return true;
  }

  /**
   * Two round trips: what need not wait for an answer is sent without one (the connection is a pipeline). Where a statement fails, those behind
   * it do nothing and COMMIT rolls back. Answers whether the batch is taken: not where PostgreSQL refused the changes to read models together.
   * Rejects where the server is in trouble.
   */
  private async takeAsked(
    client: PoolClient,
    partition: number,
    undecided: readonly Undecided[],
    models: 'together' | 'each on its own',
  ): Promise<boolean> {
    const begun = performance.now();
    const id = this.nextId();
    const touched = touchedBy(undecided);
    const fold = new PartitionFold(partition, undefined);
    const asked = inOneWrite(client, () => [lockCursor(client, partition, id), loadTouched(client, fold, touched)] as const);
    const [cursor, states] = await Promise.all(asked);
    fold.log = cursor.log;
    const news = undecided.filter(({ record }) => record.offset > cursor.lastOffset);
    if (news.length === 0) {
      await client.query('ROLLBACK');
      return true;
    }
    const stray = strayOf(news, cursor);
    if (stray !== undefined) throw new LogHalted(`partition ${partition}: offset ${stray.came} came where ${stray.due} was due`);
    const batch = judgeAll(fold, news, cursor.recordedMs, this.settings.codec);
    const { live, refused } = liveChanges(this.settings.projections, batch, states, cursor.lastOffset);
    const write = batchStatement(partition, batch, id);
    const changes = models === 'each on its own' ? [] : statementsOf(live, id);
    if (changes === undefined) {
      await client.query('ROLLBACK');
      return false;
    }
    if (models === 'each on its own') refused.push(...(await applyEach(client, live, cursor.lastOffset)));

    const parked = [...states.parked, ...refused.map(({ name }) => name)];
    const sent = inOneWrite(client, () => {
      const written = [client.query(write), ...refused.map((one) => park(client, partition, one))];
      return [applyTogether(client, changes), client.query('COMMIT'), this.tell(client, partition, batch, parked, id), ...written] as const;
    });
    const [taken] = await Promise.all(sent);
    if (!taken) return false;
    // Which read models follow from here on is another matter, and asked for.
    if (refused.length > 0) this.held.forget(partition);
    else this.held.hold(cursor, cursorAfter(cursor, batch), states, fold, touched);
    this.tellJudged(batch, begun, 'asked');
    for (const { name, lastOffset, error } of refused)
      this.settings.warn(`read model ${name} is parked at ${partition}-${lastOffset}`, error);
    return true;
  }

  private tellJudged({ records }: Batch<DomainEvent>, begun: number, from: 'held' | 'asked'): void {
    this.settings.judged?.({ verdicts: records.map(({ verdict }) => verdict), seconds: (performance.now() - begun) / 1_000, from });
  }

  /** The batch stands whether or not this succeeds: who waits asks for what was not told. */
  private async tell(
    client: PoolClient,
    partition: number,
    { answers, lastOffset }: Batch<DomainEvent>,
    parked: readonly string[],
    id: string,
  ): Promise<void> {
    const verdicts = answers.map((verdict) => ({ ...verdict, parked }));
    await tellVerdicts(client, { partition, offset: lastOffset }, verdicts, id).catch((error: unknown) =>
      this.settings.warn('verdicts were not told', error),
    );
  }
}

/** The first record that is not the one due after the cursor and those before it. */
const strayOf = (undecided: readonly Undecided[], { lastOffset }: Cursor): { came: number; due: number } | undefined => {
  const nth = undecided.findIndex(({ record }, index) => record.offset !== lastOffset + 1 + index);
  return nth < 0 ? undefined : { came: undecided[nth]!.record.offset, due: lastOffset + 1 + nth };
};

const cursorAfter = (cursor: Cursor, { lastOffset, log, recordedMs }: Batch<DomainEvent>): Cursor => ({
  ...cursor,
  lastOffset,
  log,
  recordedMs,
});
