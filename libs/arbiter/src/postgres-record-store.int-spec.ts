import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { eventCodec, partitionOf } from '../../event-log/src/index.js';
import type { DomainEvent } from '../../read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../situations/src/index.js';
import { attempts } from '../../../test/support/random-attempts.js';
import { historyOf } from '../../../test/support/random-history.js';
import { readModels } from '../../../test/support/read-models.js';
import { storeEvents } from '../../../test/support/recorded.js';
import { VERDICTS_CHANNEL } from './batch.queries.js';
import { PostgresRecordStore } from './postgres-record-store.js';

/** So many that each history has one of its own. */
const PARTITIONS = 1_000_003;
const db = readModels();
let cases = 0;

const storeOn = (pool: Pool, url = '') =>
  new PostgresRecordStore(pool, url, PARTITIONS, eventCodec<DomainEvent>(EVENT_SCHEMAS), () => undefined);

/** A history in a situation of its own. */
const aHistory = (tried: Parameters<typeof historyOf>[2]) => {
  const situation = `s-${++cases}`;
  return { situation, events: historyOf(situation, partitionOf(situation, PARTITIONS), tried) };
};
const store = async (events: Parameters<typeof storeEvents>[1]): Promise<void> => {
  const client = await db.pool.connect();
  try {
    await storeEvents(client, events);
  } finally {
    client.release();
  }
};

describe('a store that remembers streams', () => {
  it('loads what one loads that was never asked before, whatever is recorded between two questions', async () => {
    await fc.assert(
      fc.asyncProperty(attempts(6, 26), fc.array(fc.nat(99), { maxLength: 4 }), async (tried, cuts) => {
        const { situation, events } = aHistory(tried);
        const streams = [...new Set(events.map(({ stream }) => stream))];
        const asking = storeOn(db.pool);
        let done = 0;
        for (const end of [...cuts.map((cut) => cut % events.length).sort((a, b) => a - b), events.length]) {
          await store(events.slice(done, end));
          done = Math.max(done, end);
          if (done === 0) continue;
          for (const asked of [streams.slice(0, 2), streams]) {
            const loaded = await asking.load(situation, asked, []);
            expect(loaded).toEqual(await storeOn(db.pool).load(situation, asked, []));
            const stored = events.slice(0, done).filter(({ stream }) => asked.includes(stream));
            expect(loaded.events.map(({ id }) => id).sort()).toEqual(stored.map(({ id }) => id).sort());
            for (const stream of asked) {
              const versions = loaded.events.filter((event) => event.stream === stream).map(({ version }) => version);
              expect(versions).toEqual(versions.map((_, nth) => nth + 1));
              expect(loaded.versions[stream]).toBe(versions.length);
            }
          }
        }
      }),
      { numRuns: 20 },
    );
  }, 300_000);

  const anyHistory = () => aHistory(fc.sample(attempts(20, 26), { numRuns: 1, seed: 3 })[0]!);

  it('reads a stream once', async () => {
    const { situation, events } = anyHistory();
    await store(events);
    let read = 0;
    const query = async (asked: Parameters<Pool['query']>[0]) => {
      const result = (await db.pool.query(asked)) as { rows: { part: string }[] };
      read += result.rows.filter(({ part }) => part === 'event').length;
      return result;
    };
    const asking = storeOn({ query } as unknown as Pool);
    const { stream } = events.at(-1)!;
    const { events: first } = await asking.load(situation, [stream], []);
    expect(read).toBe(first.length);
    expect((await asking.load(situation, [stream], [])).events).toEqual(first);
    expect(read).toBe(first.length);
  });

  it('believes nothing of a stream that is shorter now, or ends with another event', async () => {
    const { situation, events } = anyHistory();
    await store(events);
    const { stream } = events.findLast(({ version }) => version > 1)!;
    const asking = storeOn(db.pool);
    const before = await asking.load(situation, [stream], []);
    const last = events.findLast((event) => event.stream === stream)!;
    const where = 'WHERE situation = $1 AND stream = $2';
    await db.pool.query(`DELETE FROM derived.events ${where} AND version = $3`, [situation, stream, last.version]);
    await db.pool.query(`UPDATE derived.heads SET version = version - 1 ${where}`, [situation, stream]);
    const shorter = await asking.load(situation, [stream], []);
    expect(shorter.events).toEqual(before.events.slice(0, -1));

    const other = {
      ...last,
      id: '00000000-0000-4000-8000-0000000a1e0b',
      position: { ...last.position, offset: last.position.offset + 900 },
    };
    await asking.load(situation, [stream], []);
    await db.pool.query('UPDATE derived.heads SET version = version + 1, log_offset = $3 WHERE situation = $1 AND stream = $2', [
      situation,
      stream,
      last.position.offset,
    ]);
    await store([last]);
    expect((await asking.load(situation, [stream], [])).events.at(-1)!.id).toBe(last.id);
    await db.pool.query(`UPDATE derived.events SET event_id = $4, log_offset = $5 ${where} AND version = $3`, [
      situation,
      stream,
      last.version,
      other.id,
      other.position.offset,
    ]);
    await db.pool.query(`UPDATE derived.heads SET log_offset = $3 ${where}`, [situation, stream, other.position.offset]);
    expect((await asking.load(situation, [stream], [])).events.at(-1)!.id).toBe(other.id);
  });

  it('forgets what others have outdated as soon as it is told, and keeps what it waits for itself', async () => {
    const { situation, events } = anyHistory();
    await store(events);
    const { stream, version } = events.at(-1)!;
    const asking = storeOn(db.pool, db.url);
    const told = async (versionTold: number, commandId: string) => {
      const verdict = {
        commandId,
        situationId: situation,
        verdict: 'accepted',
        versions: { [stream]: versionTold },
        eventIds: [],
        parked: [],
      };
      await db.pool.query(`SELECT pg_notify('${VERDICTS_CHANNEL}', $1)`, [JSON.stringify([verdict])]);
    };
    const heard = () => new Promise<void>((resolve) => asking.whenTold(resolve));
    await asking.start();
    try {
      await asking.load(situation, [stream], []);
      const [known, own, others] = [heard(), asking.expect('own'), 'others'];
      await told(version, others);
      await known;
      expect(asking.recall(situation, [stream])).toMatchObject({ versions: { [stream]: version } });
      const waiting = own.within(10_000);
      await told(version + 1, 'own');
      expect(await waiting).toMatchObject({ commandId: 'own' });
      expect(asking.recall(situation, [stream])).toBeDefined();
      const news = heard();
      await told(version + 1, others);
      await news;
      expect(asking.recall(situation, [stream])).toBeUndefined();
    } finally {
      await asking.stop();
    }
  });
});
