import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { behindProxies, runningOn } from '../support/own-systems.js';
import { report } from '../support/reports.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(behindProxies);

it('the network of the api, then of the projector, to the broker is cut, and later swallows everything: what was under way is known in the end', async () => {
  const { system } = product;
  const kafka = product.own;
  const ledger = new Ledger(system.http);
  const situations = situationsOf('unplugged', 16);
  const writers = new Writers(ledger, situations);
  const ready = async () => (await system.http.get('/health/ready')).status;
  const pids = [system.api.pid, system.projector.pid];
  for (const [begin, end] of [
    [() => kafka.api.cut(), () => kafka.api.mend()],
    [() => kafka.api.hold(), () => kafka.api.letGo()],
    [() => kafka.projector.cut(), () => kafka.projector.mend()],
    [() => kafka.projector.hold(), () => kafka.projector.letGo()],
  ] as const) {
    await writers.start(8);
    await writers.recorded(50);
    begin();
    // Somebody who asks meanwhile is told that it is not known, or that nothing was recorded, and is shown what there is.
    await eventually(async () => expect((await report(ledger, situations[0]!)).told.is).not.toBe('recorded'));
    for (const situation of situations) expect((await system.http.get(`/situations/${situation}/status`)).status).toBe(200);
    await eventually(async () => expect(await ready()).toBe(503));
    end();
    await writers.recorded(50);
    await eventually(async () => expect(await ready()).toBe(200));
    await writers.stop();
  }
  expect([system.api.pid, system.projector.pid]).toEqual(pids);
  await system.judged();
  await ledger.settle();
  ledger.expectInLog(await expectRecordToAgree(system));
}, 180_000);
