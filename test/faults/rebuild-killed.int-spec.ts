import { afterEach, expect, it } from '@jest/globals';
import { Held, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { READ_MODELS, Rebuilding, tablesAside } from '../support/rebuilding.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const SITUATIONS = situationsOf('rebuilt', 16);
let writers: Writers | undefined;
afterEach(() => writers?.stop());

it('a rebuild killed at six points while others write: another worker goes on each time, and it ends equal', async () => {
  const { system } = product;
  const { http, pool, projector } = system;
  const ledger = new Ledger(http);
  writers = new Writers(ledger, SITUATIONS);
  await writers.start(6);
  await writers.recorded(300);
  // It reads: nobody can rename this table, so nothing is switched yet.
  const holdReader = () => Held.by(pool, 'LOCK TABLE derived.timeline_v1 IN ACCESS SHARE MODE');
  let reader = await holdReader();
  const rebuild = await Rebuilding.of(system);

  // In the middle of a COPY: some tables of the transaction are written, this one is not.
  await rebuild.is('loading');
  const copying = await Held.by(pool, `LOCK TABLE ${await rebuild.aside('timeline')} IN ACCESS EXCLUSIVE MODE`);
  await rebuild.standsStill('loading');
  // Whoever makes indexes waits for this, COPY does not.
  const indexing = await Held.by(pool, `LOCK TABLE ${await rebuild.aside('observations')} IN ROW EXCLUSIVE MODE`);
  await rebuild.killWorker();
  await copying.letGo();

  // Loaded, and some tables have their indexes.
  await rebuild.standsStill('indexing');
  const following = await Held.by(pool, 'SELECT FROM derived.rebuilt_models WHERE rebuild = $1 FOR UPDATE', [rebuild.id]);
  await rebuild.killWorker();
  await indexing.letGo();

  // Rows of what was recorded meanwhile are written, and how far they reach is not; with it goes the projector.
  await rebuild.standsStill('catching-up');
  await rebuild.killWorker();
  await projector.kill();
  await following.letGo();
  await projector.start();

  // Compared, and nothing of the switch is begun.
  await rebuild.rests('switching');
  await rebuild.killWorker();
  const compared = await rebuild.told();
  expect(compared.models.map(({ name, comparison }) => [name, comparison?.equal])).toEqual(
    READ_MODELS.toSorted().map((name) => [name, true]),
  );

  // Some tables are renamed, in a transaction under the locks of all cursors.
  await rebuild.standsStill('switching');
  await rebuild.killWorker();

  // Switched, before the worker hears of it: whoever waits for the list of rebuilds gets it the moment that the switch commits.
  for (let state = 'switching'; state !== 'switched';) {
    await rebuild.standsStill('switching');
    const locking = Held.by(pool, 'LOCK TABLE derived.rebuilds IN ACCESS EXCLUSIVE MODE');
    await waiting(pool, 'test');
    await reader.letGo();
    const list = await locking;
    [{ state }] = (await list.ask<{ state: string }>('SELECT state FROM derived.rebuilds WHERE id = $1', [rebuild.id])) as [
      { state: string },
    ];
    if (state === 'switched') {
      await waiting(pool, 'timeline-rebuild');
      const [{ pid }] = (await list.ask<{ pid: number }>(
        `SELECT split_part(worker, ':', 2)::int AS pid FROM derived.rebuilds WHERE id = $1`,
        [rebuild.id],
      )) as [{ pid: number }];
      process.kill(pid, 'SIGKILL');
    } else reader = await holdReader();
    await list.letGo();
  }

  await writers.recorded(100);
  await writers.stop();
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  expect(await rebuild.told()).toMatchObject({ state: 'switched', error: null });
  expect((await tablesAside(system)).length).toBe(READ_MODELS.length);
  ledger.expectInLog(await expectRecordToAgree(system));

  expect((await rebuild.act('cleanup')).body).toMatchObject({ state: 'settled' });
  expect(await tablesAside(system)).toEqual([]);
  ledger.expectInLog(await expectRecordToAgree(system));
}, 120_000);
