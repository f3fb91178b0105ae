import type { Pool, PoolClient } from 'pg';
import { type EventCodec, LogHalted, type LogRecord } from '../../event-log/src/index.js';
import { applyChanges, changesOf, type DomainEvent, type Projection, type ProjectionChanges } from '../../read-models/src/index.js';
import { type Batch, decodeAll, judgeAll, touchedBy } from './batch.js';
import { loadTouched, lockCursor, park, tellVerdicts, writeBatch } from './batch.queries.js';
import { PartitionFold } from './fold.js';

/** Records of one transaction. More would hold the cursor longer than a waiting writer should wait. */
const MAX_BATCH = 500;

export type ArbiterSettings = {
  pool: Pool;
  codec: EventCodec<DomainEvent>;
  projections: readonly Projection<DomainEvent>[];
  warn: (message: string, error?: unknown) => void;
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

  private async takeBatch(partition: number, records: readonly LogRecord[]): Promise<void> {
    const client = await this.settings.pool.connect();
    let broken: Error | undefined;
    try {
      await this.takeWith(client, partition, records);
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async takeWith(client: PoolClient, partition: number, records: readonly LogRecord[]): Promise<void> {
    const cursor = await lockCursor(client, partition);
    const news = records.filter(({ offset }) => offset > cursor.lastOffset);
    const [first] = news;
    if (first === undefined) {
      await client.query('ROLLBACK');
      return;
    }
    if (first.offset !== cursor.lastOffset + 1) {
      throw new LogHalted(`partition ${partition}: offset ${first.offset} came where ${cursor.lastOffset + 1} was due`);
    }
    const undecided = decodeAll(news);
    const fold = new PartitionFold(partition, cursor.log);
    const parked = new Set(await loadTouched(client, fold, touchedBy(undecided)));
    const batch = judgeAll(fold, undecided, cursor.recordedMs, this.settings.codec);
    await writeBatch(client, partition, batch);
    for (const name of await this.project(client, partition, batch, cursor.lastOffset, parked)) parked.add(name);
    await client.query('COMMIT');
    await this.tell(client, batch, [...parked]);
  }

  /** Brings the live read models along. Answers the names of those that had to be parked: one fault never stops the log. */
  private async project(
    client: PoolClient,
    partition: number,
    batch: Batch<DomainEvent>,
    before: number,
    parked: ReadonlySet<string>,
  ): Promise<string[]> {
    if (batch.events.length === 0) return [];
    const live = changesOf(
      this.settings.projections.filter(({ name }) => !parked.has(name)),
      batch.events,
    );
    const refused: string[] = [];
    const parkAt = async ({ projection: { name, version } }: ProjectionChanges, lastOffset: number, error: unknown) => {
      this.settings.warn(`read model ${name} is parked at ${partition}-${lastOffset}`, error);
      await park(client, partition, { name, version, lastOffset, error: String(error) });
      refused.push(name);
    };
    for (const one of live) if (one.failed !== undefined) await parkAt(one, one.failed.offset - 1, one.failed.error);

    const whole = await this.apply(client, live);
    if (whole === undefined) return refused;
    // One of them is at fault: each on its own, to find it.
    for (const one of live) {
      const error = await this.apply(client, [one]);
      if (error !== undefined && one.failed === undefined) await parkAt(one, before, error);
    }
    return refused;
  }

  /** Applies the changes under a savepoint. Answers the error that undid them, where one did. */
  private async apply(client: PoolClient, changes: readonly ProjectionChanges[]): Promise<Error | undefined> {
    if (changes.every((one) => one.changes.length === 0)) return undefined;
    await client.query('SAVEPOINT live');
    try {
      await applyChanges(client, changes);
      return undefined;
    } catch (error) {
      await client.query('ROLLBACK TO SAVEPOINT live');
      return error as Error;
    }
  }

  /** The batch stands whether or not this succeeds: who waits asks for what was not told. */
  private async tell(client: PoolClient, { answers }: Batch<DomainEvent>, parked: readonly string[]): Promise<void> {
    await tellVerdicts(
      client,
      answers.map(({ situationId: _, ...verdict }) => ({ ...verdict, parked })),
    ).catch((error: unknown) => this.settings.warn('verdicts were not told', error));
  }
}
