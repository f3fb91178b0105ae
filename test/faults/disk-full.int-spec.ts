import { afterAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { ownPostgres } from '../support/own-server.js';
import { runningOn } from '../support/own-systems.js';
import { labelled, reasonsOf } from '../support/signals.js';
import { SmallDisk } from '../support/small-disk.js';
import { situationsOf, Writers } from '../support/writers.js';

const disk = SmallDisk.mount(96);

/** Tables and indexes are on the small disk; what PostgreSQL itself needs to go on, its journal above all, is not. */
const onSmallDisk = async ({ path }: SmallDisk) => {
  const { server, url } = await ownPostgres();
  const administrator = new Client({ connectionString: url });
  await administrator.connect();
  await administrator.query(`CREATE TABLESPACE small LOCATION '${path}'`);
  await administrator.query('CREATE DATABASE small TABLESPACE small');
  await administrator.end();
  const small = new URL(url);
  small.pathname = '/small';
  return { servers: [server], database: { url: small.href, drop: async () => undefined } };
};

const product = disk === undefined ? undefined : runningOn(() => onSmallDisk(disk));
afterAll(() => disk?.unmount());

/** Said to be skipped where no small disk can be mounted: root on Linux can. */
const whereDisksCanBeMounted = product === undefined ? it.skip : it;

whereDisksCanBeMounted(
  'the disk of PostgreSQL is full: no read model is blamed for it, batches wait, and all is judged when there is room',
  async () => {
    const { system } = product!;
    const ledger = new Ledger(system.http);
    const situations = situationsOf('crammed', 16);
    const writers = new Writers(ledger, situations);
    await writers.start(16);
    for (let round = 0; round < 2; round++) {
      await writers.recorded(200);
      disk!.fill();
      await eventually(async () => expect(await reasonsOf(system.http)).toContain('partition-stalled'), { within: 40_000 });
      for (const situation of situations) expect((await system.http.get(`/situations/${situation}/status`)).status).toBe(200);
      expect(system.projector.hasSaid(/53100|No space left on device/)).toBe(true);
      const lag = labelled((await system.http.text('/metrics')).text, 'timeline_lag_records');
      expect(Object.values(lag).reduce((sum, records) => sum + records, 0)).toBeGreaterThan(0);
      expect((await system.pool.query('SELECT name FROM derived.projections')).rows).toEqual([]);
      disk!.clear();
      await writers.recorded(200);
      await eventually(async () => expect(await reasonsOf(system.http)).toEqual([]));
    }
    await writers.stop();
    await system.judged();
    await ledger.settle();
    ledger.expectInLog(await expectRecordToAgree(system));
  },
  150_000,
);
