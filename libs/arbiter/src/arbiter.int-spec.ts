import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { commit, identity, opened, PARTITION, PARTITIONS, record, uuid } from '../../../test/support/log-records.js';
import { createTemplate, type TestDatabase } from '../../../test/support/stack.js';
import { eventCodec, LogHalted } from '../../event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, openDatabase, poolOf, type Projection } from '../../read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../situations/src/index.js';
import { acceptGap } from './accepted-gaps.queries.js';
import { Arbiter } from './arbiter.js';
import { ensureCursors } from './cursor.queries.js';

describe('the arbiter', () => {
  const template = createTemplate(migrate);
  let testDatabase: TestDatabase;
  let database: DataSource;
  const warnings: string[] = [];
  const arbiter = (projections: readonly Projection<DomainEvent>[] = LIVE_PROJECTIONS) =>
    new Arbiter({
      pool: poolOf(database),
      codec: eventCodec<DomainEvent>(EVENT_SCHEMAS),
      projections,
      warn: (message) => warnings.push(message),
    });
  const rows = async <Row>(sql: string) => (await poolOf(database).query(sql)).rows as Row[];
  const verdicts = async () =>
    (await rows<{ verdict: string }>('SELECT verdict FROM derived.records ORDER BY log_offset')).map(({ verdict }) => verdict);

  beforeAll(async () => {
    testDatabase = await template.createDatabase();
    database = await openDatabase(testDatabase.url, 'test');
  });
  afterAll(async () => {
    await database.destroy();
    await testDatabase.drop();
  });
  beforeEach(async () => {
    warnings.length = 0;
    const tables = await rows<{ name: string }>(
      `SELECT format('derived.%I', tablename) AS name FROM pg_tables WHERE schemaname = 'derived' AND tablename <> 'migrations'`,
    );
    await poolOf(database).query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
    const client = await poolOf(database).connect();
    await ensureCursors(client, PARTITIONS);
    client.release();
  });

  it('keeps every record with its verdict, and the events of the accepted', async () => {
    await arbiter().take(PARTITION, [
      identity,
      commit(1, 1, [opened], { conditions: [{ stream: 'situation', version: 'none' }] }),
      commit(2, 2, [opened], { conditions: [{ stream: 'situation', version: 'none' }] }),
      commit(3, 1, [opened]),
      record(4, 'x', Buffer.from('garbage')),
    ]);
    expect(await verdicts()).toEqual(['marker', 'accepted', 'conflict', 'duplicate', 'malformed']);
    expect(await rows('SELECT log_offset, stream, version, type FROM derived.events')).toEqual([
      { log_offset: '1', stream: 'situation', version: 1, type: 'SituationOpened' },
    ]);
    expect(await rows(`SELECT last_offset, log_id FROM derived.cursors WHERE partition = ${PARTITION}`)).toEqual([
      { last_offset: '4', log_id: uuid(7) },
    ]);
  });

  it('gives the same rows however the log is cut into batches, and when it is delivered again', async () => {
    const log = [
      identity,
      commit(1, 1, [opened]),
      commit(2, 2, [opened, opened]),
      commit(3, 1, [opened]),
      commit(4, 3, [opened], { conditions: [{ stream: 'situation', version: 3 }] }),
    ];
    const everything = async () =>
      JSON.stringify([
        await rows('SELECT * FROM derived.records ORDER BY 2'),
        await rows('SELECT * FROM derived.events ORDER BY 2, 3'),
        await rows('SELECT * FROM derived.commands ORDER BY log_offset'),
        await rows('SELECT * FROM derived.heads'),
      ]);
    for (const one of log) await arbiter().take(PARTITION, [one]);
    await arbiter().take(PARTITION, log.slice(2));
    const oneByOne = await everything();
    await poolOf(database).query('TRUNCATE derived.records, derived.events, derived.commands, derived.heads, derived.cursors');
    const client = await poolOf(database).connect();
    await ensureCursors(client, PARTITIONS);
    client.release();
    for (const { name, version } of LIVE_PROJECTIONS) await poolOf(database).query(`TRUNCATE derived.${name}_v${version}`);
    await arbiter().take(PARTITION, log);
    expect(await everything()).toBe(oneByOne);
    expect(await verdicts()).toEqual(['marker', 'accepted', 'accepted', 'duplicate', 'accepted']);
  });

  it('lets two take the same records at once without harm', async () => {
    const log = [identity, ...Array.from({ length: 50 }, (_, n) => commit(n + 1, n + 1, [opened]))];
    await Promise.all([arbiter().take(PARTITION, log), arbiter().take(PARTITION, log), arbiter().take(PARTITION, log)]);
    expect(await rows('SELECT count(*)::int AS records FROM derived.records')).toEqual([{ records: 51 }]);
    expect(await rows('SELECT version FROM derived.heads')).toEqual([{ version: 50 }]);
  });

  it('halts at a gap', async () => {
    await arbiter().take(PARTITION, [identity]);
    await expect(arbiter().take(PARTITION, [commit(2, 1, [opened])])).rejects.toThrow(LogHalted);
    expect(await verdicts()).toEqual(['marker']);
    await expect(arbiter().take(PARTITION, [commit(1, 1, [opened]), commit(3, 3, [opened])])).rejects.toThrow(
      'offset 3 came where 2 was due',
    );
    expect(await verdicts()).toEqual(['marker']);
  });

  it('halts where the first record is not the identity of a log', async () => {
    await expect(arbiter().take(PARTITION, [commit(0, 1, [opened])])).rejects.toThrow(LogHalted);
    expect(await verdicts()).toEqual([]);
  });

  it('keeps the time of record from stepping back', async () => {
    await arbiter().take(PARTITION, [
      identity,
      record(1, 'x', Buffer.from('late'), 1_800_000_000_000),
      record(2, 'x', Buffer.from('early'), 1_600_000_000_000),
    ]);
    expect(await rows('SELECT broker_at < recorded_at AS held FROM derived.records WHERE log_offset = 2')).toEqual([{ held: true }]);
  });

  it('goes on past an unknown type, invalid data, a NUL, a lone surrogate and a depth that no column holds', async () => {
    let deep: Record<string, unknown> = {};
    for (let i = 0; i < 500; i++) deep = { deep };
    await arbiter().take(PARTITION, [
      identity,
      commit(
        1,
        1,
        [
          { ...opened, type: 'SituationDreamt' },
          { ...opened, data: { title: 5 } },
          { ...opened, data: { title: 'a\u0000b\ud800', destinations: ['ML'] } },
          { ...opened, data: deep },
        ],
        { actor: 'a\u0000' },
      ),
      commit(2, 2, [opened]),
      record(3, 'x', Buffer.from('['.repeat(500_000) + ']'.repeat(500_000))),
    ]);
    expect(await rows(`SELECT version, data ->> 'title' AS title FROM derived.events ORDER BY log_offset, event_index`)).toEqual([
      { version: 1, title: 'Fuel blockade' },
      { version: 2, title: '5' },
      { version: 3, title: 'a\ufffdb\ufffd' },
      { version: 4, title: null },
      { version: 5, title: 'Fuel blockade' },
    ]);
    expect(warnings).toEqual([]);
    expect(await rows(`SELECT count(*)::int AS unreadable FROM derived.timeline WHERE value ->> 'type' = 'Unreadable'`)).toEqual([
      { unreadable: 3 },
    ]);
  });

  it('takes a repeated event id, which is looked up and not unique', async () => {
    const twice = [
      { ...opened, id: uuid(5) },
      { ...opened, id: uuid(5) },
    ];
    await arbiter().take(PARTITION, [identity, commit(1, 1, [], { events: twice })]);
    expect(await rows('SELECT event_id FROM derived.events')).toHaveLength(2);
  });

  it('writes a batch with corrections in one transaction, with its cursor', async () => {
    const notice = (noticeId: string, seq: number) => ({
      noticeId,
      seq,
      authority: 'US-STATE',
      destination: 'ML',
      facets: { departure: 'authorized' },
      occurred: { from: '2025-10-24', precision: 'day' },
      source: { id: 's', title: 'S' },
    });
    const changed = (noticeId: string, seq: number) => ({
      type: 'AdvisoryChanged',
      schema: 1,
      stream: 'advisory/US-STATE/ML',
      data: notice(noticeId, seq),
    });
    const retracted = {
      type: 'FactRetracted',
      schema: 1,
      stream: 'advisory/US-STATE/ML',
      data: { retracts: uuid(200), reason: 'r', cause: 'transcription' },
    };
    await arbiter().take(PARTITION, [
      identity,
      commit(1, 1, [opened]),
      commit(2, 2, [changed('a', 1)]),
      commit(3, 3, [retracted]),
      commit(4, 4, [changed('b', 2)]),
    ]);
    const transactions = await rows(`
      SELECT DISTINCT xmin::text FROM derived.cursors WHERE last_offset = 4
      UNION SELECT xmin::text FROM derived.travel_status_v1 UNION SELECT xmin::text FROM derived.timeline_v1`);
    expect(transactions).toHaveLength(1);
    expect(await rows('SELECT log_offset, withdrawn_offset FROM derived.travel_status ORDER BY 1, ord')).toEqual([
      { log_offset: '2', withdrawn_offset: '3' },
      { log_offset: '2', withdrawn_offset: '3' },
      { log_offset: '4', withdrawn_offset: null },
      { log_offset: '4', withdrawn_offset: null },
    ]);
  });

  it('parks a projection that throws, at the commit before, and goes on with the log and the others', async () => {
    const failing: Projection<DomainEvent> = {
      ...LIVE_PROJECTIONS[0]!,
      project: (recorded) => {
        if (recorded.position.offset === 2) throw new Error('bug');
        return LIVE_PROJECTIONS[0]!.project(recorded);
      },
    };
    const projections = [failing, ...LIVE_PROJECTIONS.slice(1)];
    await arbiter(projections).take(PARTITION, [identity, commit(1, 1, [opened]), commit(2, 2, [opened])]);
    await arbiter(projections).take(PARTITION, [commit(3, 3, [opened])]);
    expect(await rows('SELECT name, state, last_offset, error FROM derived.projections')).toEqual([
      { name: failing.name, state: 'parked', last_offset: '1', error: 'Error: bug' },
    ]);
    expect(await rows('SELECT version FROM derived.heads')).toEqual([{ version: 3 }]);
    expect(await rows('SELECT count(*)::int AS entries FROM derived.timeline')).toEqual([{ entries: 3 }]);
  });

  it('parks a projection whose changes PostgreSQL refuses, and keeps those of the others', async () => {
    const refused: Projection<DomainEvent> = {
      ...LIVE_PROJECTIONS[0]!,
      project: () => [{ op: 'assert', key: 'k', fact: 'f', value: 1, validFrom: 'never', day: '2025-01-01', seq: 1 }],
    };
    await arbiter([refused, ...LIVE_PROJECTIONS.slice(1)]).take(PARTITION, [identity, commit(1, 1, [opened])]);
    expect(await rows('SELECT name, last_offset FROM derived.projections')).toEqual([{ name: refused.name, last_offset: '-1' }]);
    expect(await rows('SELECT count(*)::int AS entries FROM derived.timeline')).toEqual([{ entries: 1 }]);
    expect(await verdicts()).toEqual(['marker', 'accepted']);
  });

  describe('records that are gone from the log', () => {
    const accept = (first: number, last: number, log = uuid(7)) =>
      acceptGap(poolOf(database), { log, partition: PARTITION, first, last, actor: 'somebody', reason: 'lost' });
    const cursor = async () =>
      (await rows<{ at: number }>(`SELECT last_offset::int AS at FROM derived.cursors WHERE partition = ${PARTITION}`))[0]!.at;
    beforeEach(async () => {
      await poolOf(database).query('TRUNCATE control.accepted_gaps');
      await arbiter().take(PARTITION, [identity, commit(1, 1, [opened], {})]);
    });

    it('are passed where exactly these were accepted, and not one more or less', async () => {
      expect(await arbiter().pass(PARTITION, 2, 5)).toBe(false);
      await accept(2, 4, uuid(8)); // of another log
      await accept(2, 5);
      expect(await arbiter().pass(PARTITION, 2, 5)).toBe(false);
      expect(await arbiter().pass(PARTITION, 2, 7)).toBe(false);
      expect(await arbiter().pass(PARTITION, 3, 6)).toBe(false);
      expect([await cursor(), await verdicts()]).toEqual([1, ['marker', 'accepted']]);
      expect(await rows('SELECT FROM control.accepted_gaps WHERE passed_at IS NOT NULL')).toEqual([]);

      expect(await arbiter().pass(PARTITION, 2, 6)).toBe(true);
      expect([await cursor(), await verdicts()]).toEqual([5, ['marker', 'accepted', ...Array<string>(4).fill('malformed')]]);
      expect(await rows('SELECT last_offset::int AS last FROM control.accepted_gaps WHERE passed_at IS NOT NULL')).toEqual([{ last: 5 }]);
      const [lost] = await rows<object>('SELECT key, value, headers, recorded_at FROM derived.records WHERE log_offset = 3');
      expect(lost).toEqual({ key: null, value: null, headers: Buffer.from('[]'), recorded_at: new Date(1_700_000_000_001) });
      // Whoever comes later finds it done, and what follows is judged on.
      expect(await arbiter().pass(PARTITION, 2, 6)).toBe(true);
      await arbiter().take(PARTITION, [commit(6, 2, [opened])]);
      expect((await verdicts()).at(-1)).toBe('accepted');
    });

    it('are passed whole or not at all, however many they are', async () => {
      await accept(2, 1_701);
      const passed = await Promise.all([arbiter().pass(PARTITION, 2, 1_702), arbiter().pass(PARTITION, 2, 1_702)]);
      expect(passed).toEqual([true, true]);
      expect(await cursor()).toBe(1_701);
      expect(await verdicts()).toHaveLength(1_702);
    });
  });

  describe('where it is the server that cannot, and not the read model that is at fault', () => {
    /** PostgreSQL answers what is written to one read model with this SQLSTATE. */
    const failWith = (sqlstate: string) =>
      poolOf(database).query(`
        CREATE OR REPLACE FUNCTION derived.fail() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '${sqlstate}'; END$$;
        CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON derived.timeline_v1 FOR EACH STATEMENT EXECUTE FUNCTION derived.fail()`);
    const mend = () => poolOf(database).query('DROP FUNCTION IF EXISTS derived.fail CASCADE');
    afterEach(mend);

    it.each([
      ['53100', 'the disk is full'],
      ['53200', 'out of memory'],
      ['40P01', 'a deadlock'],
      ['57014', 'a statement that was cancelled'],
      ['58030', 'a disk that fails'],
      ['08006', 'a connection that fails'],
      ['55P03', 'a lock that is not to be had'],
      ['XX001', 'data that is corrupted'],
    ])('%s, %s: the batch is refused whole, nothing is parked, and it is taken when that has passed', async (sqlstate) => {
      await failWith(sqlstate);
      const log = [identity, commit(1, 1, [opened])];
      await expect(arbiter().take(PARTITION, log)).rejects.toMatchObject({ code: sqlstate });
      expect(await rows('SELECT name FROM derived.projections')).toEqual([]);
      expect(await verdicts()).toEqual([]);
      await mend();
      await arbiter().take(PARTITION, log);
      expect(await verdicts()).toEqual(['marker', 'accepted']);
      expect(await rows('SELECT count(*)::int AS entries FROM derived.timeline')).toEqual([{ entries: 1 }]);
    });

    it.each(['23514', '22001', 'P0001', 'XX000'])(
      'but %s is an answer to what the read model wanted written: it alone is parked',
      async (sqlstate) => {
        await failWith(sqlstate);
        await arbiter().take(PARTITION, [identity, commit(1, 1, [opened])]);
        expect(await rows('SELECT name FROM derived.projections')).toEqual([{ name: 'timeline' }]);
        expect(await verdicts()).toEqual(['marker', 'accepted']);
      },
    );

    it('a disk that is full only when each is tried on its own parks nobody either', async () => {
      // One read model is at fault, and is found; when the next one is written the disk is full.
      const refused: Projection<DomainEvent> = {
        ...LIVE_PROJECTIONS[0]!,
        project: () => [{ op: 'assert', key: 'k', fact: 'f', value: 1, validFrom: 'never', day: '2025-01-01', seq: 1 }],
      };
      await failWith('53100');
      const projections = [refused, ...LIVE_PROJECTIONS.slice(1)];
      await expect(arbiter(projections).take(PARTITION, [identity, commit(1, 1, [opened])])).rejects.toMatchObject({ code: '53100' });
      expect(await rows('SELECT name FROM derived.projections')).toEqual([]);
    });
  });
});
