import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import { JudgedDatabase } from '../../../test/support/judged-database.js';
import { commit, identity, opened, PARTITION, uuid } from '../../../test/support/log-records.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, type Projection } from '../../read-models/src/index.js';
import { acceptGap } from './accepted-gaps.queries.js';

const ifAt = (version: number | 'none') => ({ conditions: [{ stream: 'situation', version }] });
const unwanted = { ...opened, data: { ...opened.data, title: 'unwanted' } };
/** Wants the time of the unwanted to be written as no column takes it. */
const refusing: Projection<DomainEvent> = {
  ...LIVE_PROJECTIONS[0]!,
  project: ({ event }) =>
    event.type === 'SituationOpened' && event.title === 'unwanted'
      ? [{ op: 'assert', key: 'k', fact: 'f', value: 1, validFrom: 'never', day: '2025-01-01', seq: 1 }]
      : [],
};

describe('an arbiter that goes on from what it holds', () => {
  let db: JudgedDatabase;
  beforeAll(async () => {
    db = await JudgedDatabase.open();
  });
  afterAll(() => db.close());
  beforeEach(() => db.clear());

  const verdicts = async () =>
    (await db.rows<{ verdict: string }>('SELECT verdict FROM derived.records ORDER BY log_offset')).map(({ verdict }) => verdict);
  const from = () => db.batches.map((batch) => batch.from);
  const entries = async () => (await db.rows('SELECT FROM derived.timeline')).length;

  /** A pool whose connections are the same, but for what `query` makes of what is asked of them. */
  const poolWith = (query: (client: PoolClient, asked: Parameters<PoolClient['query']>) => unknown) => ({
    connect: async () => {
      const client = await db.pool.connect();
      return new Proxy(client, {
        get: (_, name) => {
          if (name === 'query') return (...asked: Parameters<PoolClient['query']>) => query(client, asked);
          const value = Reflect.get(client, name, client) as unknown;
          return typeof value === 'function' ? value.bind(client) : value;
        },
      });
    },
  });

  it('asks once, and from then on takes each batch in one round trip', async () => {
    const sent: string[] = [];
    const pool = poolWith((client, asked) => {
      sent.push('sent');
      const answer = client.query(...asked) as unknown as Promise<unknown>;
      return answer.finally(() => sent.push('answered'));
    });
    const turns = () => sent.filter((one, nth) => one === 'sent' && sent[nth - 1] !== 'sent').length;
    const arbiter = db.arbiter(LIVE_PROJECTIONS, pool as unknown as Pool);
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened], ifAt('none'))]);
    expect([from(), turns()]).toEqual([['asked'], 2]);
    for (let offset = 2; offset < 12; offset++) {
      sent.length = 0;
      await arbiter.take(PARTITION, [commit(offset, offset, [opened], ifAt(offset - 1))]);
      expect([db.batches.at(-1)!.from, turns()]).toEqual(['held', 1]);
    }
    expect(await verdicts()).toEqual(['marker', ...Array<string>(11).fill('accepted')]);
    expect((await db.told()).map(({ position }) => position.offset)).toEqual(Array.from({ length: 11 }, (_, nth) => nth + 1));
  });

  it('asks for a stream that it does not hold, and holds the others all the same', async () => {
    const arbiter = db.arbiter();
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await arbiter.take(PARTITION, [commit(2, 2, [{ ...opened, stream: 'other' }])]);
    await arbiter.take(PARTITION, [commit(3, 3, [opened, { ...opened, stream: 'other' }], ifAt(1))]);
    expect(from()).toEqual(['asked', 'asked', 'held']);
    expect(await verdicts()).toEqual(['marker', 'accepted', 'accepted', 'accepted']);
  });

  it('judges a command that came long before a duplicate, tells its first verdict, and goes on from what it held', async () => {
    await db.arbiter().take(PARTITION, [identity, commit(1, 1, [opened]), commit(2, 2, [opened], ifAt(7))]);
    const arbiter = db.arbiter();
    await arbiter.take(PARTITION, [commit(3, 3, [opened])]);
    db.batches.length = 0;
    await arbiter.take(PARTITION, [commit(4, 4, [opened], ifAt(2))]);
    // The one was accepted and the other a conflict: both would now come to something else.
    await arbiter.take(PARTITION, [commit(5, 5, [opened]), commit(6, 1, [opened], ifAt(9)), commit(7, 2, [opened])]);
    await arbiter.take(PARTITION, [commit(8, 8, [opened], ifAt(4))]);
    expect(from()).toEqual(['held', 'asked', 'held']);
    expect((await verdicts()).join(' ')).toBe('marker accepted conflict accepted accepted accepted duplicate duplicate accepted');
    const told = (await db.told()).map(({ commandId, verdict, position }) => [commandId, verdict, position.offset]);
    expect(told.slice(4)).toEqual([
      [uuid(5), 'accepted', 5],
      [uuid(1), 'accepted', 1],
      [uuid(2), 'conflict', 2],
      [uuid(8), 'accepted', 8],
    ]);
    expect(await entries()).toBe(5);
  });

  it('finds its batch done where another took it, and tells nothing of it', async () => {
    const [one, other] = [db.arbiter(), db.arbiter()];
    await one.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await other.take(PARTITION, [commit(2, 2, [opened]), commit(3, 3, [opened])]);
    await one.take(PARTITION, [commit(2, 2, [opened])]);
    await one.take(PARTITION, [commit(3, 3, [opened]), commit(4, 4, [opened], ifAt(3))]);
    expect(from()).toEqual(['asked', 'asked', 'asked']);
    expect(await verdicts()).toEqual(['marker', 'accepted', 'accepted', 'accepted', 'accepted']);
    expect((await db.told()).map(({ position }) => position.offset)).toEqual([1, 2, 3, 4]);
  });

  it('sees that somebody parked a read model, set it going again, or switched it, each time with the next batch', async () => {
    const arbiter = db.arbiter();
    const taken: (readonly [string, number])[] = [];
    let offset = 0;
    const next = async () => {
      await arbiter.take(PARTITION, offset === 0 ? [identity, commit(++offset, offset, [opened])] : [commit(++offset, offset, [opened])]);
      taken.push([db.batches.at(-1)!.from, await entries()]);
    };
    await next();
    await next();
    await db.pool.query(`INSERT INTO derived.projections VALUES ('timeline', ${PARTITION}, 1, 'parked', 2, 'Error: bug')`);
    await next();
    await next();
    await db.pool.query('DELETE FROM derived.projections');
    await next();
    await next();
    await db.pool.query(`INSERT INTO derived.live_versions VALUES ('timeline', 9)`);
    await next();
    expect(taken).toEqual([
      ...(['asked', 'held'] as const).map((way, nth) => [way, 1 + nth]),
      ...(['asked', 'held'] as const).map((way) => [way, 2]),
      ...(['asked', 'held'] as const).map((way, nth) => [way, 3 + nth]),
      ['asked', 4],
    ]);
    expect(await db.rows('SELECT name, version, last_offset::int FROM derived.projections')).toEqual([
      { name: 'timeline', version: 9, last_offset: 6 },
    ]);
    const parked = (await db.told()).map((verdict) => verdict.parked);
    expect(parked).toEqual([[], [], ['timeline'], ['timeline'], [], [], ['timeline']]);
  });

  it('is not troubled by read models of another partition', async () => {
    const arbiter = db.arbiter();
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await db.pool.query(`INSERT INTO derived.projections VALUES ('timeline', ${(PARTITION + 1) % 4}, 1, 'parked', -1, 'Error: bug')`);
    await arbiter.take(PARTITION, [commit(2, 2, [opened])]);
    expect(from()).toEqual(['asked', 'held']);
    expect(await entries()).toBe(2);
  });

  it('parks a read model whose changes PostgreSQL refuses, and from then on goes on without it', async () => {
    const arbiter = db.arbiter([refusing, ...LIVE_PROJECTIONS.slice(1)]);
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await arbiter.take(PARTITION, [commit(2, 2, [opened])]);
    await arbiter.take(PARTITION, [commit(3, 3, [unwanted])]);
    await arbiter.take(PARTITION, [commit(4, 4, [opened])]);
    await arbiter.take(PARTITION, [commit(5, 5, [unwanted])]);
    expect(from()).toEqual(['asked', 'held', 'asked', 'asked', 'held']);
    expect(await db.rows('SELECT name, last_offset::int FROM derived.projections')).toEqual([{ name: refusing.name, last_offset: 2 }]);
    expect((await db.told()).map(({ parked }) => parked.length)).toEqual([0, 0, 1, 1, 1]);
    expect(await entries()).toBe(5);
  });

  it('parks a read model that wants written what cannot even be said, and loses nothing of the others', async () => {
    const value = 1n as unknown as number;
    const unsayable: Projection<DomainEvent> = {
      ...LIVE_PROJECTIONS[0]!,
      project: ({ version }) =>
        version < 3 ? [] : [{ op: 'assert', key: 'k', fact: 'f', value, validFrom: '2025-01-01', day: '2025-01-01', seq: 1 }],
    };
    const arbiter = db.arbiter([unsayable, ...LIVE_PROJECTIONS.slice(1)]);
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await arbiter.take(PARTITION, [commit(2, 2, [opened])]);
    await arbiter.take(PARTITION, [commit(3, 3, [opened])]);
    expect(from()).toEqual(['asked', 'held', 'asked']);
    expect(await db.rows('SELECT name, last_offset::int FROM derived.projections')).toEqual([{ name: unsayable.name, last_offset: 2 }]);
    expect(await entries()).toBe(3);
  });

  it('writes nothing where its transaction was not opened, though all of it was sent', async () => {
    let broken = false;
    const pool = poolWith((client, asked) => {
      const [text] = asked as unknown as [unknown];
      if (!broken || typeof text !== 'string' || !text.includes('BEGIN')) return client.query(...asked);
      broken = false;
      return client.query('SELECT 1 / 0');
    });
    const arbiter = db.arbiter(LIVE_PROJECTIONS, pool as unknown as Pool);
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await arbiter.take(PARTITION, [commit(2, 2, [opened])]);
    // Taken for new, this one would be accepted.
    broken = true;
    await arbiter.take(PARTITION, [commit(3, 1, [opened])]);
    expect(broken).toBe(false);
    expect(from()).toEqual(['asked', 'held', 'asked']);
    expect(await verdicts()).toEqual(['marker', 'accepted', 'accepted', 'duplicate']);
    expect(await entries()).toBe(2);
    expect((await db.told()).map(({ commandId }) => commandId)).toEqual([uuid(1), uuid(2), uuid(1)]);
  });

  it('holds nothing of before a gap that it passed', async () => {
    const arbiter = db.arbiter();
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await acceptGap(db.pool, { log: uuid(7), partition: PARTITION, first: 2, last: 4, actor: 'somebody', reason: 'lost' });
    expect(await arbiter.pass(PARTITION, 2, 5)).toBe(true);
    await arbiter.take(PARTITION, [commit(5, 5, [opened], ifAt(1))]);
    await arbiter.take(PARTITION, [commit(6, 6, [opened], ifAt(2))]);
    expect(from()).toEqual(['asked', 'asked', 'held']);
    expect((await verdicts()).slice(5)).toEqual(['accepted', 'accepted']);
  });

  it('asks again after trouble of the server', async () => {
    const arbiter = db.arbiter();
    await arbiter.take(PARTITION, [identity, commit(1, 1, [opened])]);
    await db.pool.query(`
      CREATE FUNCTION derived.fail() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '53100'; END$$;
      CREATE TRIGGER fail BEFORE INSERT ON derived.timeline_v1 FOR EACH STATEMENT EXECUTE FUNCTION derived.fail()`);
    const failing = arbiter.take(PARTITION, [commit(2, 2, [opened])]);
    await expect(failing).rejects.toMatchObject({ code: '53100' });
    await db.pool.query('DROP FUNCTION derived.fail CASCADE');
    await arbiter.take(PARTITION, [commit(2, 2, [opened])]);
    expect(from()).toEqual(['asked', 'asked']);
    expect(await verdicts()).toEqual(['marker', 'accepted', 'accepted']);
    expect(await entries()).toBe(2);
  });

  it('sees that the schema was dropped and built anew, though the cursor stands where it did', async () => {
    const log = [identity, commit(1, 1, [opened]), commit(2, 2, [unwanted])];
    const arbiter = db.arbiter([refusing, ...LIVE_PROJECTIONS.slice(1)]);
    await arbiter.take(PARTITION, log);
    await arbiter.take(PARTITION, [commit(3, 3, [opened])]);
    expect(await db.rows('SELECT name FROM derived.projections')).toHaveLength(1);

    await db.pool.query('DROP SCHEMA derived CASCADE');
    await migrate(db.url);
    await db.prepare();
    await db.arbiter().take(PARTITION, [...log, commit(3, 3, [opened])]);
    // The same number as before, of read models that are not the same.
    await db.pool.query('UPDATE derived.cursors SET models = 1');
    db.batches.length = 0;
    await arbiter.take(PARTITION, [commit(4, 4, [opened], ifAt(3))]);
    await arbiter.take(PARTITION, [commit(5, 5, [opened], ifAt(4))]);
    expect(from()).toEqual(['asked', 'held']);
    expect((await db.told()).at(-1)).toMatchObject({ commandId: uuid(5), verdict: 'accepted', parked: [] });
  });
});
