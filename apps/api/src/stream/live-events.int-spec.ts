import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { migrate } from '../../../../libs/read-models/src/index.js';
import { createTemplate, type TestDatabase } from '../../../../test/support/stack.js';
import { liveEvents, type LiveQuestion, unknownSituations } from './live-events.queries.js';
import { type Vector, whole } from './live-vector.js';
import { LiveReading } from './live-reading.js';

let database: TestDatabase;
let pool: Pool;

/** Two events a commit: in partition 0 600 commits, the last ten of them large; in 1 three; in 2 the cursor alone has moved. */
beforeAll(async () => {
  database = await createTemplate(migrate).createDatabase();
  pool = new Pool({ connectionString: database.url, max: 2 });
  await pool.query(
    `INSERT INTO derived.cursors (partition, last_offset, recorded_at) VALUES (0, 600, now()), (1, 5, now()), (2, 9, now())`,
  );
  await pool.query(`
    INSERT INTO derived.events
    SELECT partition, n, index, gen_random_uuid(), CASE WHEN n % 100 = 0 THEN 'rare' ELSE 'usual' END, 'situation', 1, 'T' || index, 1,
      jsonb_build_object('n', n, 'line', E'a\\nb', 'text', CASE WHEN partition = 0 AND n > 590 THEN
        (SELECT string_agg(md5(random()::text || n || index || i), '') FROM generate_series(1, 3000) AS i) END),
      timestamptz '2026-01-01' + n * interval '1 s', 'a', NULL, gen_random_uuid(), 'c', NULL
    FROM (SELECT 0 AS partition, n FROM generate_series(1, 600) AS n UNION ALL SELECT 1, n FROM generate_series(1, 3) AS n) AS commit,
      generate_series(0, 1) AS index`);
  await pool.query(
    `INSERT INTO derived.heads (situation, stream, version, log_offset) VALUES ('usual', 'situation', 1, 1), ('half', 'other', 1, 1)`,
  );
}, 60_000);
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const START = [whole(0), whole(0), whole(0)];
/** Every page from `from` on. */
const pages = async (from: Vector, question: LiveQuestion = {}) => {
  const all = [];
  for (let at = from; ; at = all.at(-1)!.reached) {
    const page = await liveEvents(pool, at, question);
    all.push(page);
    if (!page.more) return all;
  }
};
const positions = (all: Awaited<ReturnType<typeof pages>>, partition: number) =>
  all.flatMap(({ events }) =>
    events.flatMap((event) => (event.partition === partition ? [`${event.place.offset}.${event.place.index}`] : [])),
  );
const expected = (last: number, holds = (_n: number): boolean => true) =>
  Array.from({ length: last }, (_, n) => n + 1).flatMap((n) => (holds(n) ? [`${n}.0`, `${n}.1`] : []));

describe('pages of the record', () => {
  it('are bounded in events and in bytes, hold each once in order, and end where the record was judged', async () => {
    const all = await pages(START);
    expect(positions(all, 0)).toEqual(expected(600));
    expect(positions(all, 1)).toEqual(expected(3));
    expect(all.at(-1)!.reached).toEqual([whole(600), whole(5), whole(9)]);
    const sizes = all.map(({ events }) => events.filter(({ partition }) => partition === 0).length);
    expect(sizes.slice(0, 2)).toEqual([500, 500]);
    expect(Math.max(...sizes)).toBe(500);
    // 20 events of 94 kB: cut by their bytes, more than once.
    expect(all.length).toBeGreaterThan(5);
  });

  it('go on in the midst of a commit', async () => {
    const all = await pages([{ offset: 599, index: 0 }, whole(5), whole(9)]);
    expect(positions(all, 0)).toEqual(['599.1', '600.0', '600.1']);
  });

  it('end in the midst of the last commit as behind it, each event told once', async () => {
    const all = await pages([{ offset: 600, index: 0 }, { offset: 5, index: 0 }, whole(9)]);
    expect(positions(all, 0)).toEqual(['600.1']);
    const [last] = await pages(all.at(-1)!.reached);
    expect(last).toEqual({ events: [], reached: [whole(600), whole(5), whole(9)], more: false });
    expect((await liveEvents(pool, [{ offset: 600, index: 1 }, whole(5), whole(9)])).reached[0]).toEqual(whole(600));
  });

  it('hold what is asked for, and pass what is not', async () => {
    const all = await pages(START, { situations: ['rare'], partitions: [0] });
    expect(positions(all, 0)).toEqual(expected(600, (n) => n % 100 === 0));
    expect(positions(all, 1)).toEqual([]);
    expect(all.at(-1)!.reached).toEqual([whole(600), whole(5), whole(9)]);
    const ofType = await pages([whole(590), whole(0), whole(9)], { types: ['T1'] });
    expect(positions(ofType, 1)).toEqual(['1.1', '2.1', '3.1']);
    expect(positions(ofType, 0)).toHaveLength(10);
  });

  it('never go back', async () => expect((await liveEvents(pool, [whole(700), whole(5), whole(9)])).reached[0]).toEqual(whole(700)));

  it('are sent a line each, whatever the data holds', async () => {
    const { events, reached } = await liveEvents(pool, [whole(600), whole(2), whole(9)]);
    const [frame] = new LiveReading([whole(600), whole(2), whole(9)], {}).takePage(events, reached);
    const [id, event, data, ...rest] = frame!.toString().split('\n');
    expect([id, event, rest]).toEqual(['id: 0-600,1-3.0,2-9', 'event: accepted', ['', '']]);
    expect(JSON.parse(data!.slice('data: '.length))).toMatchObject({
      position: '1-3.0',
      type: 'T0',
      data: { n: 3, line: 'a\nb', text: null },
    });
  });

  it('know the situations that were opened', async () =>
    expect(await unknownSituations(pool, ['usual', 'half', 'nowhere'])).toEqual(['half', 'nowhere']));
});
