import { expect, it } from '@jest/globals';
import { Arbiter } from '../../libs/arbiter/src/index.js';
import { ensureCursors } from '../../libs/arbiter/src/cursor.queries.js';
import { eventCodec, type LogRecord } from '../../libs/event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, openDatabase, poolOf } from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { createDatabase } from '../support/stack.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const COMMITS = 200;
let ledger: Ledger;

it('every record appended twice, as after lost acknowledgements: the second is a duplicate, and nothing changes by it', async () => {
  const { system } = product;
  ledger = new Ledger(system.http);
  const writers = new Writers(ledger, situationsOf('twice', 8));
  await writers.start(8);
  await writers.recorded(COMMITS);
  await writers.stop();
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  const { rows } = await system.pool.query<{ partition: number; key: Buffer; value: Buffer }>(
    `SELECT partition, key, value FROM derived.records WHERE verdict IN ('accepted', 'conflict') ORDER BY partition, log_offset`,
  );
  await system.produce(rows.map(({ partition, key, value }) => ({ partition, key, value })));
  const refolded = await expectRecordToAgree(system);
  ledger.expectInLog(refolded);
  const duplicates = refolded.flatMap(({ records }) => records.filter(({ verdict }) => verdict === 'duplicate'));
  expect(duplicates).toHaveLength(rows.length);
});

it('every batch handed to the arbiter twice, and to two of them at once: the record is the same', async () => {
  const { system } = product;
  const database = await createDatabase();
  await migrate(database.url);
  const opened = await openDatabase(database.url, 'test');
  const pool = poolOf(opened);
  const client = await pool.connect();
  await ensureCursors(client, system.log.partitions);
  client.release();
  const settings = { pool, codec: eventCodec<DomainEvent>(EVENT_SCHEMAS), projections: LIVE_PROJECTIONS, warn: () => undefined };
  const [one, other] = [new Arbiter(settings), new Arbiter(settings)];
  const twice = async (partition: number, records: readonly LogRecord[]) => {
    await Promise.all([one.take(partition, records), other.take(partition, records)]);
    await one.take(partition, records);
  };
  const following = await system.log.follow(
    Array.from({ length: system.log.partitions }, () => 0),
    twice,
  );
  const ends = await system.ends();
  const cursors = 'SELECT last_offset::int + 1 AS end FROM derived.cursors ORDER BY partition';
  await eventually(async () => expect((await pool.query<{ end: number }>(cursors)).rows.map(({ end }) => end)).toEqual(ends));
  await following.stop();
  // What the product judged, undisturbed, in the test before.
  ledger.expectInLog(await expectRecordToAgree({ pool, log: system.log, judged: async () => undefined }));
  await opened.destroy();
  await database.drop();
});
