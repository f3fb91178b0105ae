import type { Pool, PoolClient } from 'pg';
import { emptyRecord, type EventCodec, LogHalted, type LogRecord } from '../../event-log/src/index.js';
import {
  applyChanges,
  changesOf,
  type DomainEvent,
  liveProjections,
  type Projection,
  type ProjectionChanges,
} from '../../read-models/src/index.js';
import { passAcceptedGap } from './accepted-gaps.queries.js';
import { type Batch, type JudgedRecord, decodeAll, judgeAll, touchedBy } from './batch.js';
import { loadTouched, lockCursor, park, type Refusal, tellVerdicts, writeBatch } from './batch.queries.js';
import { PartitionFold } from './fold.js';
import { isOfServer } from './server-trouble.js';

/** Records of one transaction. More would hold the cursor longer than a waiting writer should wait. */
const MAX_BATCH = 500;

export type ArbiterSettings = {
  pool: Pool;
  codec: EventCodec<DomainEvent>;
  /** Every version that is known of each read model; of those of one name the first is live unless a rebuild switched to another. */
  projections: readonly Projection<DomainEvent>[];
  warn: (message: string, error?: unknown) => void;
  /** Told of each batch that was committed. */
  judged?: (batch: { verdicts: readonly JudgedRecord['verdict'][]; seconds: number }) => void;
};

/**
 * Judges the records of a partition in the order of the log and writes verdicts, events and live read models in one transaction a batch.
 * The row lock on the cursor decides who may: two arbiters at once, or one that wakes from a long pause, do no harm.
 */
export class Arbiter {
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
      await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
      client.release(broken);
    }
  }

  private async passWith(client: PoolClient, partition: number, from: number, to: number): Promise<boolean> {
    const { log, lastOffset, recordedMs } = await lockCursor(client, partition);
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
      await writeBatch(client, partition, batch);
      latest = batch.recordedMs;
    }
    await client.query('COMMIT');
    return true;
  }

  private async takeBatch(partition: number, records: readonly LogRecord[]): Promise<void> {
    const client = await this.settings.pool.connect();
    let broken: Error | undefined;
    try {
      const taken = await this.takeWith(client, partition, records, 'together');
      // One of the read models is at fault, and the whole batch was undone.
      if (!taken) await this.takeWith(client, partition, records, 'each on its own');
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * Two round trips: what need not wait for an answer is sent without one (the connection is a pipeline). Where a statement fails, those behind
   * it do nothing and COMMIT rolls back. Answers whether the batch is taken: not where PostgreSQL refused the changes to read models together.
   * Rejects where the server is in trouble.
   */
  private async takeWith(
    client: PoolClient,
    partition: number,
    records: readonly LogRecord[],
    models: 'together' | 'each on its own',
  ): Promise<boolean> {
    const begun = performance.now();
    const undecided = decodeAll(records);
    const fold = new PartitionFold(partition, undefined);
    const [cursor, { parked, versions }] = await Promise.all([
      lockCursor(client, partition),
      loadTouched(client, fold, touchedBy(undecided)),
    ]);
    fold.log = cursor.log;
    const news = undecided.filter(({ record }) => record.offset > cursor.lastOffset);
    const [first] = news;
    if (first === undefined) {
      await client.query('ROLLBACK');
      return true;
    }
    const stray = news.findIndex(({ record }, nth) => record.offset !== cursor.lastOffset + 1 + nth);
    if (stray >= 0) {
      const due = cursor.lastOffset + 1 + stray;
      throw new LogHalted(`partition ${partition}: offset ${news[stray]!.record.offset} came where ${due} was due`);
    }
    const batch = judgeAll(fold, news, cursor.recordedMs, this.settings.codec);
    const { known, unknown } = liveProjections(this.settings.projections, versions);
    const live = changesOf(
      known.filter(({ name }) => !parked.includes(name)),
      batch.events,
    );
    const refused = live.flatMap((one) => (one.failed === undefined ? [] : [refusal(one, one.failed.offset - 1, one.failed.error)]));
    for (const [name, version] of unknown) {
      const error = new Error(`version ${version} is live, and this program does not know it`);
      if (!parked.includes(name)) refused.push({ name, version, lastOffset: cursor.lastOffset, error });
    }
    if (models === 'each on its own') refused.push(...(await applyEach(client, live, cursor.lastOffset)));

    const written = [writeBatch(client, partition, batch), ...refused.map((one) => park(client, partition, one))];
    const applied = models === 'each on its own' || applyTogether(client, live);
    const committed = client.query('COMMIT');
    const told = this.tell(client, partition, batch, [...parked, ...refused.map(({ name }) => name)]);
    const [taken] = await Promise.all([applied, committed, told, ...written]);
    if (taken)
      this.settings.judged?.({ verdicts: batch.records.map(({ verdict }) => verdict), seconds: (performance.now() - begun) / 1_000 });
    if (taken)
      for (const { name, lastOffset, error } of refused)
        this.settings.warn(`read model ${name} is parked at ${partition}-${lastOffset}`, error);
    return taken;
  }

  /** The batch stands whether or not this succeeds: who waits asks for what was not told. */
  private async tell(
    client: PoolClient,
    partition: number,
    { answers, lastOffset }: Batch<DomainEvent>,
    parked: readonly string[],
  ): Promise<void> {
    const verdicts = answers.map((verdict) => ({ ...verdict, parked }));
    await tellVerdicts(client, { partition, offset: lastOffset }, verdicts).catch((error: unknown) =>
      this.settings.warn('verdicts were not told', error),
    );
  }
}

const refusal = ({ projection: { name, version } }: ProjectionChanges, lastOffset: number, error: unknown): Refusal => ({
  name,
  version,
  lastOffset,
  error,
});

/** Answers whether PostgreSQL took the changes. Every statement is sent before this first waits. */
const applyTogether = async (client: PoolClient, live: readonly ProjectionChanges[]): Promise<boolean> => {
  try {
    await applyChanges(client, live);
    return true;
  } catch (error) {
    if (isOfServer(error)) throw error;
    return false;
  }
};

/** Applies each read model under a savepoint of its own. Answers those that PostgreSQL refused: they stand at `before`. */
const applyEach = async (client: PoolClient, live: readonly ProjectionChanges[], before: number): Promise<Refusal[]> => {
  const refused: Refusal[] = [];
  for (const one of live) {
    await client.query('SAVEPOINT live');
    try {
      await applyChanges(client, [one]);
    } catch (error) {
      if (isOfServer(error)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT live');
      if (one.failed === undefined) refused.push(refusal(one, before, error));
    }
  }
  return refused;
};
