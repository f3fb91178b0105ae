import { expect } from '@jest/globals';
import { Client, type Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { Arbiter, type ArbiterSettings } from '../../libs/arbiter/src/index.js';
import { ensureCursors } from '../../libs/arbiter/src/cursor.queries.js';
import { type CommandVerdict, eventCodec } from '../../libs/event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, openDatabase, poolOf, type Projection } from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';
import { eventually } from './eventually.js';
import { PARTITIONS } from './log-records.js';
import { createTemplate, type TestDatabase } from './stack.js';

/** Few: each has to plan anew what it is asked. Two arbiters at once, and somebody who looks. */
const CONNECTIONS = 3;

type Judged = Parameters<NonNullable<ArbiterSettings['judged']>>[0];

/** A database that arbiters judge into, whom somebody hears. */
export class JudgedDatabase {
  /** Batches that its arbiters committed, in that order. */
  readonly batches: Judged[] = [];
  readonly warnings: string[] = [];
  private readonly payloads: string[] = [];
  private asked = 0;

  private constructor(
    private readonly database: DataSource,
    private readonly listener: Client,
    private readonly testDatabase: TestDatabase,
  ) {
    listener.on('notification', ({ payload }) => this.payloads.push(payload!));
  }

  static async open(): Promise<JudgedDatabase> {
    const testDatabase = await createTemplate(migrate).createDatabase();
    const listener = new Client({ connectionString: testDatabase.url });
    await listener.connect();
    await listener.query('LISTEN timeline_verdicts');
    // Nothing is asked of a crash here: who waits for the disk at each of many small batches only waits.
    await listener.query(`DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END$$`);
    return new JudgedDatabase(await openDatabase(testDatabase.url, 'test', CONNECTIONS), listener, testDatabase);
  }

  get pool(): Pool {
    return poolOf(this.database);
  }

  get url(): string {
    return this.testDatabase.url;
  }

  arbiter(projections: readonly Projection<DomainEvent>[] = LIVE_PROJECTIONS, pool = this.pool): Arbiter {
    return new Arbiter({
      pool,
      codec: eventCodec<DomainEvent>(EVENT_SCHEMAS),
      projections,
      warn: (message) => this.warnings.push(message),
      judged: (batch) => this.batches.push(batch),
    });
  }

  async rows<Row>(sql: string): Promise<Row[]> {
    return (await this.pool.query(sql)).rows as Row[];
  }

  /** Every row that an arbiter writes, by table. */
  async everything(): Promise<Record<string, unknown[]>> {
    const tables = ['records', 'commands', 'events', 'heads', 'cursors', 'projections'];
    const all = [...tables, ...LIVE_PROJECTIONS.map(({ name, version }) => `${name}_v${version}`)];
    const read = all.map(async (table) => {
      const rows = await this.rows<{ row: string }>(`SELECT row::text FROM derived.${table} AS row ORDER BY 1`);
      return [table, rows.map(({ row }) => row)] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  }

  /** Every verdict told so far, in that order. */
  async told(): Promise<CommandVerdict[]> {
    const last = `[] ${++this.asked}`;
    await this.pool.query('SELECT pg_notify($1, $2)', ['timeline_verdicts', last]);
    await eventually(() => expect(this.payloads).toContain(last), { every: 1 });
    return this.payloads.flatMap((payload) => JSON.parse(payload.replace(/ \d+$/, '')) as CommandVerdict[]);
  }

  /** Before the first record, and nothing heard. */
  async clear(): Promise<void> {
    await this.told();
    const tables = await this.rows<{ name: string }>(
      `SELECT format('derived.%I', tablename) AS name FROM pg_tables WHERE schemaname = 'derived' AND tablename <> 'migrations'`,
    );
    await this.pool.query([...tables.map(({ name }) => name), 'control.accepted_gaps'].map((name) => `DELETE FROM ${name}`).join('; '));
    await this.prepare();
    for (const list of [this.batches, this.warnings, this.payloads]) list.length = 0;
  }

  /** Makes the cursors, as a projector does that starts. */
  async prepare(): Promise<void> {
    const client = await this.pool.connect();
    await ensureCursors(client, PARTITIONS);
    client.release();
  }

  async close(): Promise<void> {
    await this.listener.end();
    await this.database.destroy();
    await this.testDatabase.drop();
  }
}
