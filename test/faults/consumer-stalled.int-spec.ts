import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { behindProxies, runningOn } from '../support/own-systems.js';
import { open, report } from '../support/reports.js';
import { labelled, reasonsOf } from '../support/signals.js';
import { FETCH } from '../support/tcp-proxy.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(behindProxies);
const SITUATION = 'unheard-2025';

it('a consumer whose fetches are never answered: that is said within 10 s, lag is not 0, and a new one is made by itself', async () => {
  const { system } = product;
  const { projector } = product.own;
  const ledger = new Ledger(system.http);
  const writers = new Writers(ledger, situationsOf('unheard', 16));
  await open(ledger, SITUATION);
  await writers.start(8);
  await writers.recorded(100);
  await writers.stop();
  await system.judged();

  // Every connection stays open and says nothing more of records, that of a new consumer too until it was seen what is said meanwhile.
  projector.hold(FETCH);
  // What was fetched before is still answered.
  await eventually(() => expect(projector.held).toBeGreaterThan(0));
  const begun = Date.now();
  const sending = report(ledger, SITUATION);
  const partition = `partition="${system.partitionOf(SITUATION)}"`;
  await eventually(
    async () => {
      expect(await reasonsOf(system.http)).toContain('partition-stalled');
      const metrics = (await system.http.text('/metrics')).text;
      expect(labelled(metrics, 'timeline_lag_records')[partition]).toBeGreaterThan(0);
      expect(labelled(metrics, 'timeline_live')[partition]).toBe(0);
    },
    { within: 10_000 },
  );

  // What was made anew works, and what will be; the connections that were there before stay as they are.
  projector.letGoNewer();
  await system.judged();
  expect(Date.now() - begun).toBeLessThan(30_000);
  await sending;
  await writers.start(8);
  await writers.recorded(100);
  // The answers that were held come to nobody.
  projector.letGo();
  await writers.recorded(100);
  await writers.stop();
  await eventually(async () => expect(await reasonsOf(system.http)).toEqual([]));
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  ledger.expectInLog(await expectRecordToAgree(system));
}, 120_000);
