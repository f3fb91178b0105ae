import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { acceptedLog, Arbiter, checkLog } from '../../libs/arbiter/src/index.js';
import {
  encodeCommit,
  eventCodec,
  type EventLog,
  type Following,
  inMemoryEventLog,
  partitionOf,
  type RecordedEvent,
} from '../../libs/event-log/src/index.js';
import {
  type DomainEvent,
  migrate,
  openDatabase,
  poolOf,
  type Projection,
  PROJECTIONS,
  type RebuildTools,
} from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';
import { eventually } from './eventually.js';
import { createTemplate, type TestDatabase } from './stack.js';

const PARTITIONS = 2;
const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);

/** What goes into one commit, in the situation of its events. */
export type Commit = readonly Pick<RecordedEvent<DomainEvent>, 'id' | 'situationId' | 'stream' | 'event'>[];

/** A log in memory that a real arbiter judges into a database of the test file's own. */
export class JudgedLog {
  private following: Following | undefined;
  readonly log: EventLog = inMemoryEventLog(PARTITIONS);

  private constructor(
    private readonly testDatabase: TestDatabase,
    private readonly database: DataSource,
    public projections: readonly Projection<DomainEvent>[],
  ) {}

  static async open(): Promise<JudgedLog> {
    const testDatabase = await createTemplate(migrate).createDatabase();
    const judged = new JudgedLog(testDatabase, await openDatabase(testDatabase.url, 'test'), PROJECTIONS);
    const log = randomUUID();
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const value = Buffer.from(JSON.stringify({ log, partition, partitions: PARTITIONS }));
      await judged.log.append({ partition, key: Buffer.from('_log'), value });
    }
    await judged.judgeWith(PROJECTIONS);
    return judged;
  }

  get pool(): Pool {
    return poolOf(this.database);
  }

  /** Another arbiter goes on, of a program that knows these read models. */
  async judgeWith(projections: readonly Projection<DomainEvent>[]): Promise<void> {
    await this.following?.stop();
    this.projections = projections;
    const arbiter = new Arbiter({ pool: this.pool, codec, projections, warn: () => undefined });
    this.following = await this.log.follow(await checkLog(this.pool, this.log), (partition, records) => arbiter.take(partition, records));
  }

  async append(commit: Commit): Promise<void> {
    const { situationId } = commit[0]!;
    const events = commit.map(({ id, stream, event }) => ({ id, stream, ...codec.encode(event as DomainEvent) }));
    const value = encodeCommit({
      envelope: 1,
      rule: 1,
      commandId: randomUUID(),
      requestHash: '0'.repeat(64),
      situationId,
      conditions: [],
      events,
      actor: 'test',
      correlationId: 'test',
    });
    await this.log.append({ partition: partitionOf(situationId, PARTITIONS), key: Buffer.from(situationId), value });
  }

  /** Resolves when every record has its verdict. */
  async judged(): Promise<void> {
    const ends = (await this.log.ends()).map(({ end }) => end);
    await eventually(async () => {
      const { rows } = await this.pool.query<{ end: number }>('SELECT last_offset::int + 1 AS end FROM derived.cursors ORDER BY partition');
      expect(rows.map(({ end }) => end)).toEqual(ends);
    });
  }

  /** Tools of a worker of a program that knows these read models. */
  tools({ projections = this.projections, signal = new AbortController().signal } = {}): RebuildTools {
    return {
      databaseUrl: this.testDatabase.url,
      pool: this.pool,
      events: acceptedLog(this.log, this.pool, codec),
      projections,
      worker: randomUUID(),
      signal,
    };
  }

  /** Every row of a read model, as its readers see it. */
  async rowsOf(name: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ row: string }>(
      `SELECT row::text FROM derived.${name} AS row ORDER BY partition, log_offset, event_index, ord`,
    );
    return rows.map(({ row }) => row);
  }

  async close(): Promise<void> {
    await this.following?.stop();
    await this.log.close();
    await this.database.destroy();
    await this.testDatabase.drop();
  }
}

export const judgedLog = (): { readonly now: JudgedLog } => {
  let judged: JudgedLog | undefined;
  beforeAll(async () => {
    judged = await JudgedLog.open();
  }, 60_000);
  afterAll(() => judged?.close());
  return {
    get now() {
      return judged!;
    },
  };
};
