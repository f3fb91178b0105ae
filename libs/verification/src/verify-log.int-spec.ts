import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg, { type Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { historyOf, logOf } from '../../../test/support/history.js';
import { createTemplate, type TestDatabase } from '../../../test/support/stack.js';
import { Arbiter } from '../../arbiter/src/index.js';
import { ensureCursors } from '../../arbiter/src/cursor.queries.js';
import { eventCodec, type EventLog, type LogRecord } from '../../event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, openDatabase, poolOf } from '../../read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../situations/src/index.js';
import { verifyLog } from './index.js';

const partitions = historyOf('0.1');
const EXAMPLE = partitions.findIndex((records) => records.some(({ key }) => key?.toString() === 'example-2025'));
const warn = (message: string, error: unknown) => expect([message, String(error)]).toEqual([]);

let database: TestDatabase;
let opened: DataSource;
let pool: Pool;
const arbiter = () => new Arbiter({ pool, codec: eventCodec<DomainEvent>(EVENT_SCHEMAS), projections: LIVE_PROJECTIONS, warn });
const verify = (of: readonly (readonly LogRecord[])[] = partitions) => verifyLog({ pool, databaseUrl: database.url, log: logOf(of) });

beforeAll(async () => {
  database = await createTemplate(migrate).createDatabase();
  opened = await openDatabase(database.url, 'test');
  pool = poolOf(opened);
  const client = await pool.connect();
  await ensureCursors(client, partitions.length);
  client.release();
  for (const [partition, records] of partitions.entries()) await arbiter().take(partition, records.slice(0, -1));
  for (const [partition, records] of partitions.entries()) await arbiter().take(partition, records);
});
afterAll(async () => {
  await opened.destroy();
  await database.drop();
});

const schemasOfVerify = async () => (await pool.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'timeline_verify%'`)).rows;

describe('a record that was made from the log', () => {
  it('agrees with it', async () => {
    const seen: number[] = [];
    const all = partitions.flat().length;
    const found = await verifyLog({ pool, databaseUrl: database.url, log: logOf(partitions), progress: (records) => seen.push(records) });
    expect(found).toMatchObject({ differences: 0, first: null, records: all, notJudged: 0, notCompared: [], parked: [] });
    expect(Object.values(found.verdicts).reduce((sum, count) => sum + count)).toBe(all);
    expect(found.models.map(({ name }) => name)).toEqual(LIVE_PROJECTIONS.map(({ name }) => name));
    expect(found.models.every(({ rows }) => rows > 0)).toBe(true);
    expect(seen.at(-1)).toBe(all);
    expect(await schemasOfVerify()).toEqual([]);
  });
  it('is not compared where it shows a version of a read model that this program does not know', async () => {
    await pool.query(`INSERT INTO derived.live_versions (name, version) VALUES ('timeline', 99)`);
    await expect(verify()).rejects.toThrow(
      'the database shows version 99 of timeline, which this program does not know: use the program that switched to it',
    );
    await pool.query(`DELETE FROM derived.live_versions`);
    expect(await schemasOfVerify()).toEqual([]);
  });
  it('is compared however long its log takes: the server does not end the snapshot', async () => {
    const strict = new pg.Pool({ connectionString: database.url, options: '-c idle_in_transaction_session_timeout=100', pipeline: true });
    const fast = logOf(partitions);
    const slow: EventLog = {
      ...fast,
      follow: (next, deliver) =>
        fast.follow(next, async (partition, records) => {
          if (partition === EXAMPLE) await pause(400);
          await deliver(partition, records);
        }),
    };
    try {
      const found = await verifyLog({ pool: strict, databaseUrl: database.url, log: slow });
      expect([found.differences, found.records]).toEqual([0, partitions.flat().length]);
      const { rows } = await strict.query<{ setting: string }>('SHOW idle_in_transaction_session_timeout');
      expect(rows).toEqual([{ idle_in_transaction_session_timeout: '100ms' }]);
    } finally {
      await strict.end();
    }
  }, 60_000);
  it('is compared as far as it goes where the log is ahead', async () => {
    const ahead = partitions.map((records, partition) =>
      partition === EXAMPLE ? [...records, { ...records.at(-1)!, offset: records.length }] : records,
    );
    expect(await verify(ahead)).toMatchObject({ differences: 0, notJudged: 1, records: partitions.flat().length });
  });
});

type Tampered = [what: string, sql: string, first: object, byTable: Record<string, number>];

/** What is changed, and what is told of it. `o` stands for the offset of the first accepted commit with events in the example's partition. */
const TAMPERED: readonly Tampered[] = [
  [
    'one byte of a value',
    `UPDATE derived.records SET value = set_byte(value, 100, 33) WHERE partition = ${EXAMPLE} AND log_offset = 3`,
    { table: 'records', field: 'value', offset: 3 },
    { records: 1 },
  ],
  [
    'a microsecond of a time',
    `UPDATE derived.records SET broker_at = broker_at + interval '1 microsecond' WHERE partition = ${EXAMPLE} AND log_offset = 4`,
    { table: 'records', field: 'broker_at', offset: 4 },
    { records: 1 },
  ],
  [
    'a verdict',
    `UPDATE derived.records SET verdict = 'malformed' WHERE partition = ${EXAMPLE} AND log_offset = 5`,
    { table: 'records', field: 'verdict', inLog: 'accepted', inPostgres: 'malformed' },
    { records: 1 },
  ],
  [
    'a record that is gone, and one that is too many',
    `UPDATE derived.records SET log_offset = 100000 WHERE partition = ${EXAMPLE} AND log_offset = 6`,
    { table: 'records', field: 'row', offset: 6, inLog: 'one', inPostgres: 'none' },
    { records: 2 },
  ],
  [
    'what a command was answered',
    `UPDATE derived.commands SET versions = '{"situation": 7}' WHERE partition = ${EXAMPLE} AND log_offset = 1`,
    { table: 'commands', field: 'versions', offset: 1, inLog: '{"situation":1}', inPostgres: '{"situation":7}' },
    { commands: 1 },
  ],
  [
    'a command that nobody sent',
    `INSERT INTO derived.commands SELECT gen_random_uuid(), partition, log_offset, verdict, situation, request_hash, versions, event_ids
     FROM derived.commands WHERE partition = ${EXAMPLE} AND log_offset = 1`,
    { table: 'commands', field: 'row', inLog: 'none', inPostgres: 'one' },
    { commands: 1 },
  ],
  [
    'a word of an event',
    `UPDATE derived.events SET data = jsonb_set(data, '{title}', '"Another"') WHERE partition = ${EXAMPLE} AND log_offset = 1`,
    { table: 'events', field: 'data', row: '1.0', inPostgres: expect.stringContaining('Another') },
    { events: 1 },
  ],
  [
    'who recorded an event',
    `UPDATE derived.events SET actor = 'nobody' WHERE partition = ${EXAMPLE} AND log_offset = 1`,
    { table: 'events', field: 'actor', inLog: 'anonymous', inPostgres: 'nobody' },
    { events: 1 },
  ],
  [
    'the version of a stream',
    `UPDATE derived.heads SET version = version + 1 WHERE situation = 'example-2025' AND stream = 'situation'`,
    { table: 'heads', field: 'version', partition: EXAMPLE, row: 'example-2025 situation' },
    { heads: 1 },
  ],
  [
    'the recorded time of the cursor',
    `UPDATE derived.cursors SET recorded_at = recorded_at - interval '1 hour' WHERE partition = ${EXAMPLE}`,
    { table: 'cursors', field: 'recorded_at', partition: EXAMPLE },
    { cursors: 1 },
  ],
  [
    'the value of an assertion',
    `UPDATE derived.travel_status_v1 SET value = '"leave-if-safe"' WHERE partition = ${EXAMPLE} AND value = '"leave-now"' AND log_offset =
     (SELECT min(log_offset) FROM derived.travel_status_v1 WHERE partition = ${EXAMPLE} AND value = '"leave-now"')`,
    { table: 'travel_status', field: 'value', inLog: 'leave-now', inPostgres: 'leave-if-safe' },
    { travel_status: 1 },
  ],
  [
    'the stamp of a withdrawal',
    `UPDATE derived.travel_status_v1 SET withdrawn_by = NULL WHERE withdrawn_by IS NOT NULL`,
    { table: 'travel_status', field: 'withdrawn_by', inPostgres: 'null' },
    { travel_status: expect.any(Number) as unknown as number },
  ],
  [
    'an assertion that is gone',
    `DELETE FROM derived.sources_v1 WHERE (log_offset, ord) = (SELECT max(log_offset), 0 FROM derived.sources_v1)`,
    { table: 'sources', field: 'row', inLog: 'one', inPostgres: 'none' },
    { sources: 1 },
  ],
];

describe('a record that was tampered with', () => {
  it.each(TAMPERED)('is found out: %s', async (_, sql, first, byTable) => {
    const client = await pool.connect();
    const tables = /derived\.(\w+)/.exec(sql)![1]!;
    await client.query(`CREATE TABLE untouched AS SELECT * FROM derived.${tables}`);
    try {
      expect((await client.query(sql)).rowCount).toBeGreaterThan(0);
      const found = await verify();
      expect(found).toMatchObject({ first, byTable });
      expect(Object.keys(found.byTable)).toEqual(Object.keys(byTable));
      expect(await schemasOfVerify()).toEqual([]);
    } finally {
      await client.query(`TRUNCATE derived.${tables}; INSERT INTO derived.${tables} SELECT * FROM untouched; DROP TABLE untouched`);
      client.release();
    }
  });
  it('agrees again when it is mended', async () => expect((await verify()).differences).toBe(0));
});

describe('a log that was tampered with', () => {
  const changed = (change: (record: LogRecord) => LogRecord | undefined) =>
    partitions.map((records, partition) => (partition === EXAMPLE ? records.flatMap((record) => change(record) ?? []) : records));

  it('is found out by a byte', async () => {
    const other = changed((record) =>
      record.offset === 2 ? { ...record, value: Buffer.from(record.value!.toString().replace('Diarra', 'Djarra')) } : record,
    );
    const { first, byTable } = await verify(other);
    expect(first).toMatchObject({
      partition: EXAMPLE,
      offset: 2,
      table: 'records',
      field: 'value',
      inLog: expect.stringContaining('Djarra'),
    });
    expect(byTable).toMatchObject({ records: 1, events: 1, timeline: 1 });
  });
  it('is found out by a record that says no more what it said, with all that follows from it', async () => {
    const { first, byTable } = await verify(changed((record) => (record.offset === 1 ? { ...record, value: Buffer.from('x') } : record)));
    expect(first).toMatchObject({ partition: EXAMPLE, offset: 1, table: 'records', field: 'value' });
    expect(byTable['records']).toBeGreaterThan(1);
    expect(byTable['heads']).toBeGreaterThan(0);
  });
  it('is found out by its end that is missing', async () => {
    const { first, byTable, notCompared } = await verify(changed((record) => (record.offset < 10 ? record : undefined)));
    expect(first).toMatchObject({ partition: EXAMPLE, offset: 10, table: 'log', inLog: 'none', inPostgres: 'one' });
    expect(byTable).toEqual({ log: partitions[EXAMPLE]!.length - 10 });
    expect(notCompared).toContain('read models');
  });
  it('is found out by a partition too few', async () =>
    expect(
      await verify(partitions.slice(1).map((records, partition) => records.map((record) => ({ ...record, partition })))),
    ).toMatchObject({
      first: { table: 'log' },
    }));
});
