import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectionAnswer } from '../../apps/api/src/admin/projections.answer.js';
import type { RebuildAnswer } from '../../apps/api/src/admin/rebuild.answer.js';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import { lockedRebuilds, MOST_AT_ONCE } from '../../libs/read-models/src/index.js';
import { Held } from '../support/blocked.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import type { ProblemDetails } from '../support/http-client.js';
import { Ledger } from '../support/ledger.js';
import { Polling } from '../support/polling.js';
import { READ_MODELS, Rebuilding, tablesAside } from '../support/rebuilding.js';
import { REBUILD_NICE, runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const held: Held[] = [];
const hold = async (sql: string, values: unknown[] = []): Promise<Held> => {
  const lock = await Held.by(product.system.pool, sql, values);
  held.push(lock);
  return lock;
};
const letGo = async (): Promise<void> => {
  for (const lock of held.splice(0)) await lock.letGo();
};
/** What goes on in the background of a test ends with it, also where it fails. */
const background: (() => Promise<unknown>)[] = [];
const polled = <Answer>(ask: () => Promise<Answer>): Polling<Answer> => {
  const polling = new Polling(ask);
  background.push(() => polling.stop());
  return polling;
};
const post = (path: string, body: object = {}) =>
  product.system.http.send<RebuildAnswer & ProblemDetails & { plan?: boolean; running?: number[] }>('POST', path, body);
/** One run of the command line, whatever it ends with; `words` is what it printed, however the lines were broken. */
const timeline = (...args: string[]): Promise<{ code: number; out: string; words: string; err: string }> =>
  new Promise((resolve) => {
    const main = inCheckout('dist/apps/cli/src/main.js');
    execFile(process.execPath, [main, ...args, '--url', product.system.http.url('')], (error, out, err) => {
      if (process.env['SHOW_REBUILDS'] !== undefined)
        appendFileSync(process.env['SHOW_REBUILDS'], `$ timeline ${args.join(' ')}\n${out}\n`);
      resolve({ code: error === null ? 0 : Number(error.code), out, words: out.replaceAll(/\s+/g, ' '), err });
    });
  });

beforeAll(async () => {
  await product.system.http.importLines(MALI, chronicleLines());
  await product.system.judged();
}, 60_000);
afterEach(async () => {
  await letGo();
  await Promise.allSettled(background.splice(0).map((stop) => stop()));
});

describe('what cannot be done is refused with a code, and begins nothing', () => {
  it.each([
    ['/admin/rebuilds', { readModels: ['weather'] }, 404, 'read-model-not-found'],
    ['/admin/rebuilds?plan=true', { readModels: ['timeline', 'weather'] }, 404, 'read-model-not-found'],
    ['/admin/rebuilds', { readModels: [] }, 400, 'too-short'],
    ['/admin/rebuilds', { readModels: ['DROP TABLE'] }, 400, 'id-malformed'],
    ['/admin/rebuilds', {}, 400, 'missing'],
    ['/admin/rebuilds', { readModels: 'timeline' }, 400, 'wrong-type'],
    ['/admin/rebuilds', { readModels: ['timeline'], force: true }, 400, 'unknown-field'],
    ['/admin/rebuilds?plan=maybe', { readModels: ['timeline'] }, 400, 'not-allowed-value'],
    ['/admin/rebuilds/999/approve', { reason: 'x' }, 404, 'rebuild-not-found'],
    ['/admin/rebuilds/999/rollback', {}, 404, 'rebuild-not-found'],
    ['/admin/rebuilds/999/cleanup', {}, 404, 'rebuild-not-found'],
    ['/admin/rebuilds/one/cleanup', {}, 400, 'id-malformed'],
    ['/admin/rebuilds/1/approve', {}, 400, 'missing'],
  ])('%s %j: %d %s', async (path, body, status, code) => {
    const answer = await post(path, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await product.system.http.get<{ items: unknown[] }>('/admin/rebuilds')).body.items).toEqual([]);
  });
});

describe('a rebuild', () => {
  it('is planned, begun, told of while it runs and not begun twice', async () => {
    const { system } = product;
    const plan = await post('/admin/rebuilds?plan=true', { readModels: ['timeline', 'sources'] });
    expect([plan.status, plan.body]).toMatchObject([200, { plan: true, running: [], models: [{ name: 'timeline' }, { name: 'sources' }] }]);
    expect(plan.body).toMatchObject({ records: (await system.ends()).reduce((sum, end) => sum + end, 0) });

    await hold('LOCK TABLE derived.timeline_v1 IN ACCESS SHARE MODE');
    const rebuild = await Rebuilding.of(system, ['timeline', 'sources']);
    await rebuild.standsStill('switching');
    expect(getPriority((await rebuild.now()).pid)).toBe(REBUILD_NICE);
    const again = await post('/admin/rebuilds', { readModels: ['incidents', 'sources'] });
    expect([again.status, again.body.code]).toEqual([409, 'rebuild-running']);
    expect(again.body.detail).toContain(`rebuild ${rebuild.id} of sources, timeline is switching`);
    expect((await post('/admin/rebuilds?plan=true', { readModels: ['sources'] })).body.running).toEqual([rebuild.id]);
    const { items } = (await system.http.get<{ items: ProjectionAnswer[] }>('/admin/projections')).body;
    expect(items.filter((item) => item.rebuild === rebuild.id).map(({ name }) => name)).toEqual(['timeline', 'sources']);
    expect((await rebuild.act('approve', { reason: 'x' })).body.code).toBe('rebuild-not-awaiting-approval');
    expect((await rebuild.act('rollback', {})).body.code).toBe('rebuild-not-switched');
    await letGo();
    await rebuild.is('switched');
    expect((await rebuild.told()).models.map(({ comparison }) => comparison?.equal)).toEqual([true, true]);
    expect((await rebuild.act('cleanup', {})).body.state).toBe('settled');
  }, 60_000);

  it('of each read model at once is worked on two at a time, the others wait', async () => {
    const { system } = product;
    const asked = READ_MODELS.slice(0, 4).map((name) => post('/admin/rebuilds', { readModels: [name] }));
    const ids = (await Promise.all(asked)).map(({ body }) => body.id);
    let most = 0;
    await eventually(
      async () => {
        most = Math.max(most, (await lockedRebuilds(system.pool)).size);
        const { items } = (await system.http.get<{ items: RebuildAnswer[] }>('/admin/rebuilds')).body;
        expect(items.filter(({ id, state }) => ids.includes(id) && state !== 'switched')).toEqual([]);
      },
      { within: 60_000, every: 10 },
    );
    expect(most).toBe(MOST_AT_ONCE);
    for (const id of ids) expect((await post(`/admin/rebuilds/${id}/cleanup`)).body.state).toBe('settled');
  }, 90_000);

  it('of rows that differ waits for approval, is switched to, rolled back and cleaned up; whoever reads meanwhile sees the old or the new, whole', async () => {
    const { system } = product;
    const { http, pool } = system;
    const path = `/situations/${MALI}/observations`;
    const query = { limit: 500, position: `${system.partitionOf(MALI)}-40`, validAt: '2026-01-01T00:00:00Z' };
    const right = await http.bytes(path, query);
    await pool.query(`UPDATE derived.observations_v1 SET value = jsonb_set(value, '{summary}', '"altered by other hands"')`);
    const altered = await http.bytes(path, query);
    expect(altered).not.toBe(right);
    const polling = polled(() => http.bytes(path, query));

    const rebuild = await Rebuilding.of(system, ['observations']);
    await rebuild.is('awaiting-approval');
    const shown = await timeline('rebuilds', String(rebuild.id));
    expect(shown.code).toBe(0);
    expect(shown.words).toContain('is built and not switched to: its rows differ from the live ones');
    expect(shown.words).toMatch(/changed, 0 only in the live table, 0 only in the new one; changed columns: value/);
    expect(shown.words).toContain('altered by other hands');
    expect(shown.words).toContain('Both are of the same version');
    expect(await polling.settled()).toEqual([altered]);

    const approved = await timeline('rebuilds', String(rebuild.id), '--approve', '--reason', 'the rows were altered');
    expect([approved.code, approved.err]).toEqual([0, '']);
    expect(approved.words).toContain('is switched to; the old table is kept');
    expect(await polling.settled()).toEqual([altered, right]);
    const { rows } = await pool.query('SELECT reason, rebuild FROM control.approvals');
    expect(rows).toEqual([{ reason: 'the rows were altered', rebuild: rebuild.id }]);

    const back = await timeline('rebuilds', String(rebuild.id), '--roll-back');
    expect([back.code, back.words.includes('was rolled back')]).toEqual([0, true]);
    expect(await polling.settled()).toEqual([altered, right, altered]);
    expect((await timeline('rebuilds', String(rebuild.id), '--clean-up')).code).toBe(0);
    expect(await tablesAside(system)).toEqual([]);

    const mended = await timeline('rebuild', 'observations', '--json');
    expect([mended.code, JSON.parse(mended.out).state]).toEqual([5, 'awaiting-approval']);
    const { id } = JSON.parse(mended.out) as RebuildAnswer;
    expect((await timeline('rebuilds', String(id), '--approve', '--reason', 'the same')).code).toBe(0);
    expect(await polling.stop()).toEqual([altered, right, altered, right]);
    expect(polling.times).toBeGreaterThan(50);
    await expectRecordToAgree(system);
  }, 120_000);

  it('under writers never takes away what was told: each sees at once what it wrote, through build and switch', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http);
    const writers = new Writers(ledger, situationsOf('written', 8));
    background.push(() => writers.stop());
    await writers.start(4);
    await writers.recorded(100);
    const [situation] = situationsOf('written', 1);
    const counted = async (): Promise<number> => {
      const wanted = ledger.told('recorded').filter((entry) => entry.situation === situation).length;
      const { rows } = await system.pool.query<{ count: number }>('SELECT count(*)::int FROM derived.timeline WHERE situation = $1', [
        situation,
      ]);
      if (rows[0]!.count < wanted) throw new Error(`${wanted} were recorded, ${rows[0]!.count} are shown`);
      return rows[0]!.count;
    };
    const polling = polled(counted);
    const { code, out } = await timeline('rebuild', 'all', '--json');
    expect([code, JSON.parse(out).state]).toEqual([0, 'switched']);
    const id = (JSON.parse(out) as RebuildAnswer).id;
    await writers.recorded(50);
    expect((await timeline('rebuilds', String(id), '--roll-back')).code).toBe(0);
    await writers.recorded(50);
    const counts = (await polling.stop()) as number[];
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    await writers.stop();
    expect(await ledger.settle()).toBe(0);
    ledger.expectInLog(await expectRecordToAgree(system));
    expect((await timeline('rebuilds', String(id), '--clean-up')).code).toBe(0);
  }, 120_000);

  it('that rests on a record which contradicts the log fails, says where, and leaves what is live', async () => {
    const { system } = product;
    const { pool } = system;
    const {
      rows: [stored],
    } = await pool.query<{ partition: number; offset: number; index: number; id: string }>(
      `SELECT partition, log_offset::int AS offset, event_index AS index, event_id AS id FROM derived.events
       WHERE situation = $1 ORDER BY log_offset DESC, event_index DESC LIMIT 1`,
      [MALI],
    );
    const { partition, offset, index, id } = stored!;
    const nameIt = (name: string) =>
      pool.query('UPDATE derived.events SET event_id = $4 WHERE partition = $1 AND log_offset = $2 AND event_index = $3', [
        partition,
        offset,
        index,
        name,
      ]);
    await nameIt(randomUUID());
    const rebuild = await Rebuilding.of(system, ['timeline']);
    await eventually(async () => expect((await rebuild.now()).state).toBe('failed'));
    const shown = await timeline('rebuilds', String(rebuild.id));
    expect(shown.words).toContain(`log and record differ at ${partition}-${offset}: event`);
    expect((await rebuild.act('cleanup', {})).body.state).toBe('dropped');
    await nameIt(id);
    await expectRecordToAgree(system);
  }, 60_000);

  it('whose workers end again and again without getting further is given up, and may be asked for anew', async () => {
    const { system } = product;
    const { pool } = system;
    await pool.query(`
      CREATE FUNCTION derived.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is on fire'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON derived.rebuilt_models FOR EACH ROW
        WHEN (NEW.reached IS DISTINCT FROM OLD.reached) EXECUTE FUNCTION derived.refuse()`);
    const rebuild = await Rebuilding.of(system, ['sources']);
    await eventually(async () => expect((await rebuild.now()).state).toBe('failed'), { within: 60_000 });
    expect((await rebuild.now()).error).toContain('5 workers ended in the midst of it and none got further');
    await pool.query('DROP FUNCTION derived.refuse CASCADE');
    await rebuild.act('cleanup', {});
    expect(await timeline('rebuild', 'sources')).toMatchObject({ code: 0, words: expect.stringContaining('is switched to') });
  }, 120_000);
});

describe('timeline projections', () => {
  it('tells of each read model version, position, lag and state, and what parked it', async () => {
    const { system } = product;
    const { code, out } = await timeline('projections');
    expect(code).toBe(0);
    for (const name of READ_MODELS) expect(out).toMatch(new RegExp(`^\\s*${name}\\s+1\\s+0\\s+live`, 'm'));
    await system.pool.query(
      `INSERT INTO derived.projections (name, partition, version, state, last_offset, error) VALUES ('timeline', 3, 1, 'parked', 0, 'Error: a bug')`,
    );
    const parked = await timeline('projections');
    expect(parked.words).toMatch(/timeline is parked in partition 3 at 3-0.*: Error: a bug/);
    expect((await timeline('rebuild', 'timeline')).code).toBe(0);
    expect((await timeline('projections')).out).not.toContain('parked');
    await expectRecordToAgree(system);
  }, 60_000);

  it('and rebuilds of the command line refuse what they do not understand', async () => {
    expect(await timeline('rebuild', 'weather')).toMatchObject({ code: 1, err: expect.stringContaining('weather') });
    expect(await timeline('rebuilds', '999')).toMatchObject({ code: 1, err: expect.stringContaining('999') });
    expect((await timeline('rebuilds')).out).toContain('travel_status');
    const plan = await timeline('rebuild', 'all', '--plan');
    expect([plan.code, plan.out.includes('A rebuild would read')]).toEqual([0, true]);
  }, 60_000);
});
