import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '../../../situations/src/index.js';
import { type Commit, judgedLog } from '../../../../test/support/judged-log.js';
import { eventually } from '../../../../test/support/eventually.js';
import { attempts } from '../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../test/support/random-history.js';
import { PROJECTIONS } from '../live-projections.js';
import type { Projection } from '../projection.js';
import { approveRebuild, askRebuild, dropRebuild, oneRebuild, rollBackRebuild } from './ask.js';
import { planRebuild } from './plan.js';
import { liveVersions } from './rebuilds.queries.js';
import { runRebuild } from './run-rebuild.js';
import { liveTable } from './target.tables.js';

const judged = judgedLog();
const ALL = PROJECTIONS.map(({ name }) => name);
const travelStatus = PROJECTIONS[0]!;

/** Commits of a random history with corrections. */
const commitsOf = (situation: string, seed: number, length: number): Commit[] => {
  const [tried] = fc.sample(attempts(length, length), { numRuns: 1, seed });
  const commits = new Map<number, Commit[number][]>();
  for (const event of historyOf(situation, seed, tried!)) {
    commits.set(event.position.offset, [...(commits.get(event.position.offset) ?? []), event]);
  }
  return [...commits.values()];
};
const appendAll = async (...histories: Commit[][]): Promise<void> => {
  const longest = Math.max(...histories.map(({ length }) => length));
  for (let nth = 0; nth < longest; nth++) {
    for (const commits of histories) if (commits[nth] !== undefined) await judged.now.append(commits[nth]!);
  }
  await judged.now.judged();
};
const notice = (seq: number): Commit => [
  {
    id: randomUUID(),
    situationId: 'one',
    stream: 'advisory/US-STATE/ML',
    event: {
      type: 'AdvisoryChanged',
      noticeId: `n${seq}`,
      authority: 'US-STATE',
      destination: 'ML',
      seq,
      facets: { departure: 'ordered', airport: 'open' },
      occurred: { from: '2025-10-30', precision: 'day' },
      source: { id: 's', title: 'S' },
    },
  },
];

/** A version that says otherwise of departures, and one that is wrong in the same way without saying that it is another. */
const otherwise = (version: number): Projection<DomainEvent> => ({
  ...travelStatus,
  version,
  project: (recorded) =>
    travelStatus
      .project(recorded)
      .map((change) => (change.op === 'assert' && change.key.endsWith('/departure') ? { ...change, value: 'none' } : change)),
});

const rowsOfAll = async (): Promise<Record<string, string[]>> =>
  Object.fromEntries(await Promise.all(ALL.map(async (name) => [name, await judged.now.rowsOf(name)])));
const tablesAside = async (): Promise<string[]> => {
  const { rows } = await judged.now.pool.query<{ relname: string }>(
    `SELECT relname FROM pg_class JOIN pg_namespace AS space ON space.oid = relnamespace
     WHERE nspname = 'derived' AND relkind = 'r' AND relname ~ '_r\\d+' ORDER BY 1`,
  );
  return rows.map(({ relname }) => relname);
};
const ask = (names: readonly string[], projections = judged.now.projections) => askRebuild(judged.now.pool, names, projections);
const run = async (id: number, projections = judged.now.projections) => {
  await runRebuild(judged.now.tools({ projections }), id);
  return oneRebuild(judged.now.pool, id);
};

beforeAll(async () => {
  await appendAll(commitsOf('one', 1, 150), commitsOf('two', 2, 150), commitsOf('three', 3, 150));
}, 60_000);

describe('a rebuild', () => {
  it('of all read models leaves the same rows, in tables that the arbiter goes on with', async () => {
    const before = await rowsOfAll();
    const { id } = await ask(ALL);
    const done = await run(id);
    expect(done).toMatchObject({ state: 'switched', error: null });
    expect(done.models.map(({ comparison }) => comparison?.difference)).toEqual(ALL.map(() => null));
    expect(done.models.every(({ comparison }) => comparison!.live.digest === comparison!.rebuilt.digest)).toBe(true);
    expect(done.models.map(({ comparison }) => comparison!.rebuilt.rows).toSorted()).toEqual(
      Object.values(before)
        .map(({ length }) => length)
        .toSorted(),
    );
    expect(await rowsOfAll()).toEqual(before);
    expect(await liveTable(judged.now.pool, 'timeline')).toBe('derived.timeline_v1');
    expect(await tablesAside()).toContain(`timeline_v1_before_r${id}`);

    await appendAll(commitsOf('four', 4, 40));
    const after = await rowsOfAll();
    expect(after['timeline']!.length).toBeGreaterThan(before['timeline']!.length);
    const again = await run((await ask(ALL)).id);
    expect(again.models.map(({ comparison }) => comparison?.difference)).toEqual(ALL.map(() => null));
    expect(await rowsOfAll()).toEqual(after);
    // The tables of the first were kept until the second was switched to.
    expect((await oneRebuild(judged.now.pool, id)).state).toBe('settled');
    expect((await tablesAside()).filter((table) => table.endsWith(`_r${id}`))).toEqual([]);
  }, 60_000);

  it('ends equal while others write, and takes what is written meanwhile once', async () => {
    const { id } = await ask(['timeline', 'incidents']);
    const writing = appendAll(...[11, 12, 13].map((seed) => commitsOf(`w-${seed}`, seed, 60)));
    const done = await run(id);
    await writing;
    expect(done).toMatchObject({ state: 'switched' });
    const check = await run((await ask(['timeline', 'incidents'])).id);
    expect(check.models.map(({ comparison }) => comparison?.difference)).toEqual([null, null]);
  }, 60_000);

  it('can be broken off and gone on with by another worker, whatever the state', async () => {
    const before = await rowsOfAll();
    const { id } = await ask(ALL);
    for (let state = 'queued', times = 0; state !== 'switched' && times < 50; times++) {
      const controller = new AbortController();
      const running = runRebuild(judged.now.tools({ signal: controller.signal }), id);
      // It ends after the step under way.
      const timer = setInterval(async () => {
        const now = (await oneRebuild(judged.now.pool, id)).state;
        if (now !== state) controller.abort(new Error('broken off'));
      }, 1);
      await running.catch((error: Error) => expect(error.message).toBe('broken off'));
      clearInterval(timer);
      ({ state } = await oneRebuild(judged.now.pool, id));
    }
    expect(await oneRebuild(judged.now.pool, id)).toMatchObject({ state: 'switched', error: null });
    expect(await rowsOfAll()).toEqual(before);
  }, 60_000);

  it('waits for who reads at the view, as readers come to it, and holds nothing yet that they want', async () => {
    const { pool } = judged.now;
    const reader = await pool.connect();
    const locks = `
      SELECT relation::regclass::text AS relation, granted FROM pg_locks
      WHERE mode = 'AccessExclusiveLock' AND relation IN ('derived.timeline'::regclass, 'derived.timeline_v1'::regclass)`;
    const waitingFor = async () => {
      const { rows } = await pool.query<{ relation: string; granted: boolean }>(locks);
      expect(rows.filter(({ granted }) => !granted)).toHaveLength(1);
      return rows;
    };
    try {
      await reader.query('BEGIN');
      await reader.query('SELECT FROM derived.timeline LIMIT 1');
      const { id } = await ask(['timeline']);
      const running = run(id);
      expect(await eventually(waitingFor)).toEqual([{ relation: 'derived.timeline', granted: false }]);
      await reader.query('COMMIT');
      expect(await running).toMatchObject({ state: 'switched' });
    } finally {
      reader.release();
    }
  }, 60_000);

  it('ends with whoever claimed it last: the other worker does no harm', async () => {
    const before = await rowsOfAll();
    const { id } = await ask(ALL);
    const states = await Promise.all([run(id), run(id), run(id)]);
    expect(new Set(states.map(({ error }) => error))).toEqual(new Set([null]));
    expect(await run(id)).toMatchObject({ state: 'switched', error: null });
    expect(await rowsOfAll()).toEqual(before);
  }, 60_000);
});

describe('a version that is meant to differ', () => {
  const next = otherwise(2);
  let id: number;
  let before: string[];

  beforeAll(async () => {
    await judged.now.judgeWith([...PROJECTIONS, next]);
    await appendAll([notice(7), notice(8)]);
    before = await judged.now.rowsOf('travel_status');
  });

  it('is built and not switched to: the difference is told', async () => {
    ({ id } = await ask(['travel_status']));
    const refused = await run(id);
    expect(refused.state).toBe('awaiting-approval');
    expect(await judged.now.rowsOf('travel_status')).toEqual(before);
    const [model] = refused.models;
    expect(model).toMatchObject({ name: 'travel_status', version: 2, liveVersion: 1 });
    const { difference, live, rebuilt } = model!.comparison!;
    expect(live.rows).toBe(rebuilt.rows);
    expect(difference).toMatchObject({ missing: 0, added: 0, columns: { value: difference!.changed }, complete: true });
    expect(difference!.keys.every(({ key }) => key.endsWith('/departure'))).toBe(true);
    expect(difference!.examples[0]).toMatchObject({ key: expect.stringMatching(/departure$/), rebuilt: { value: 'none' } });
    expect(await ask(['travel_status']).catch((error: unknown) => error)).toMatchObject({ code: 'rebuild-running' });
  });

  it('is switched to once it is approved, and written by the arbiter from then on', async () => {
    await approveRebuild(judged.now.pool, id, { actor: 'duty', reason: 'departures are told elsewhere' });
    await appendAll([notice(9)]);
    expect(await run(id)).toMatchObject({ state: 'switched' });
    await appendAll([notice(10)]);
    const { rows } = await judged.now.pool.query(
      `SELECT value, count(*)::int FROM derived.travel_status WHERE key LIKE '%/departure' GROUP BY 1`,
    );
    expect(rows).toEqual([{ value: 'none', count: expect.any(Number) }]);
    expect(await liveVersions(judged.now.pool)).toEqual(new Map([['travel_status', 2]]));
    const kept = await judged.now.pool.query('SELECT actor, reason, rebuild, models FROM control.approvals');
    expect(kept.rows).toMatchObject([{ actor: 'duty', rebuild: id, models: [{ name: 'travel_status', version: 2, liveVersion: 1 }] }]);
  });

  it('is rolled back to the old table, which takes first what came since', async () => {
    await rollBackRebuild(judged.now.pool, id, judged.now.projections);
    expect(await run(id)).toMatchObject({ state: 'rolled-back' });
    const now = await judged.now.rowsOf('travel_status');
    expect(now.slice(0, before.length)).toEqual(before);
    expect(now.length).toBe(before.length + 6);
    await appendAll([notice(11)]);
    expect((await judged.now.rowsOf('travel_status')).length).toBe(before.length + 9);
    expect(await liveVersions(judged.now.pool)).toEqual(new Map([['travel_status', 1]]));
  });

  it('is dropped at last, and nothing of it is left', async () => {
    expect(await dropRebuild(judged.now.pool, id)).toMatchObject({ state: 'settled' });
    expect((await tablesAside()).filter((table) => table.startsWith('travel_status'))).toEqual([]);
    const refusal = (asked: Promise<unknown>) => asked.catch((error: unknown) => error);
    expect(await refusal(rollBackRebuild(judged.now.pool, id, judged.now.projections))).toMatchObject({ code: 'rebuild-not-switched' });
    const approval = { actor: 'duty', reason: 'x' };
    expect(await refusal(approveRebuild(judged.now.pool, id, approval))).toMatchObject({ code: 'rebuild-not-awaiting-approval' });
    await judged.now.judgeWith(PROJECTIONS);
  });
});

describe('what goes wrong', () => {
  it('a program that does not know the live version writes nothing of it, and says so', async () => {
    await judged.now.pool.query(`INSERT INTO derived.live_versions VALUES ('sources', 9)`);
    await appendAll([notice(12)]);
    const { rows } = await judged.now.pool.query(`SELECT name, version, error FROM derived.projections`);
    expect(rows).toEqual([{ name: 'sources', version: 9, error: 'Error: version 9 is live, and this program does not know it' }]);
    await judged.now.pool.query(`DELETE FROM derived.live_versions WHERE name = 'sources'`);
    expect(await run((await ask(['sources'])).id)).toMatchObject({ state: 'switched' });
  });

  it('a difference without another version is told, and can be dropped', async () => {
    const { id } = await ask(['travel_status']);
    const refused = await run(id, [otherwise(1), ...PROJECTIONS.slice(1)]);
    expect(refused).toMatchObject({ state: 'awaiting-approval', models: [{ version: 1, liveVersion: 1 }] });
    expect(await dropRebuild(judged.now.pool, id)).toMatchObject({ state: 'dropped' });
    expect((await tablesAside()).filter((table) => table.startsWith('travel_status'))).toEqual([]);
  });

  it('rows that other hands changed are told: one gone, one added, one changed', async () => {
    const { pool } = judged.now;
    await pool.query(
      `DELETE FROM derived.observations_v1 WHERE ctid = (SELECT ctid FROM derived.observations_v1 ORDER BY log_offset LIMIT 1)`,
    );
    await pool.query(`UPDATE derived.observations_v1 SET day = day + 1 WHERE ctid = (SELECT max(ctid) FROM derived.observations_v1)`);
    await pool.query(`
      INSERT INTO derived.observations_v1 SELECT (jsonb_populate_record(row, '{"ord": 77, "key": "forged/key"}')).*
      FROM derived.observations_v1 AS row LIMIT 1`);
    const { id } = await ask(['observations']);
    const { difference } = (await run(id)).models[0]!.comparison!;
    expect(difference).toMatchObject({ missing: 1, added: 1, changed: 1, columns: { day: 1 } });
    await approveRebuild(pool, id, { actor: 'duty', reason: 'the rows were altered' });
    expect(await run(id)).toMatchObject({ state: 'switched' });
    expect(await run((await ask(['observations'])).id)).toMatchObject({ state: 'switched' });
  });

  it('a projection that throws ends the rebuild, says where, and leaves what is live', async () => {
    const failing = {
      ...travelStatus,
      project: () => {
        throw new Error('bug');
      },
    };
    const before = await judged.now.rowsOf('travel_status');
    const { id } = await ask(['travel_status']);
    const failed = await run(id, [failing]);
    expect(failed).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/travel_status cannot take the event at \d-1\.0: Error: bug/),
    });
    expect(await judged.now.rowsOf('travel_status')).toEqual(before);
    expect(await run((await ask(['travel_status'])).id)).toMatchObject({ state: 'switched' });
  });

  it('a parked read model follows again after the fix', async () => {
    const failing: Projection<DomainEvent> = {
      ...travelStatus,
      project: (recorded) => {
        if (recorded.event.type === 'AdvisoryChanged' && recorded.event.seq === 20) throw new Error('bug');
        return travelStatus.project(recorded);
      },
    };
    const parked = async () => (await judged.now.pool.query('SELECT name FROM derived.projections')).rows;
    const before = await judged.now.rowsOf('travel_status');
    await judged.now.judgeWith([failing, ...PROJECTIONS.slice(1)]);
    await appendAll([notice(19), notice(20), notice(21)]);
    expect(await parked()).toEqual([{ name: 'travel_status' }]);
    expect(await judged.now.rowsOf('travel_status')).toHaveLength(before.length + 3);
    await judged.now.judgeWith(PROJECTIONS);
    expect(await run((await ask(['travel_status'])).id)).toMatchObject({ state: 'switched' });
    expect(await parked()).toEqual([]);
    await appendAll([notice(22)]);
    expect(await judged.now.rowsOf('travel_status')).toHaveLength(before.length + 12);
  });

  it('is refused where a read model is not known, or a rebuild is not there', async () => {
    const refusal = (asked: Promise<unknown>) => asked.catch((error: unknown) => error);
    expect(await refusal(ask(['weather']))).toMatchObject({
      code: 'read-model-not-found',
      message: expect.stringContaining('travel_status'),
    });
    expect(await refusal(oneRebuild(judged.now.pool, 999_999))).toMatchObject({ code: 'rebuild-not-found' });
    expect(await refusal(planRebuild(judged.now.pool, ['weather'], PROJECTIONS))).toMatchObject({ code: 'read-model-not-found' });
  });

  it('is planned without being begun', async () => {
    const { id } = await ask(['timeline']);
    const records = await judged.now.log.ends();
    const plan = await planRebuild(judged.now.pool, ['timeline', 'sources'], PROJECTIONS);
    expect(plan).toMatchObject({
      running: [id],
      models: [
        { name: 'timeline', version: 1, liveVersion: 1, parked: false },
        { name: 'sources', version: 1, liveVersion: 1, parked: false },
      ],
    });
    expect(plan.records).toBe(records.reduce((sum, { end }) => sum + end, 0));
    await dropRebuild(judged.now.pool, id);
  });
});
