import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { onOwnKafka, runningOn } from '../support/own-systems.js';
import { Rebuilding } from '../support/rebuilding.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(onOwnKafka);

it('a rebuild while the broker is gone: what needs no log ends without it, and what does waits for it', async () => {
  const { system } = product;
  const { broker } = product.own;
  const ledger = new Ledger(system.http);
  const writers = new Writers(ledger, situationsOf('unread', 8));
  await writers.start(8);
  await writers.recorded(100);
  await writers.stop();
  await system.judged();
  await ledger.settle();
  const done = await Rebuilding.of(system);
  await done.rests('switched');
  await broker.kill();

  expect((await done.act('rollback', {})).status).toBe(202);
  await done.rests('rolled-back');

  const asked = await Rebuilding.of(system, ['timeline']);
  await eventually(async () => expect((await asked.now()).pid).toBeDefined());
  const { pid } = await asked.now();
  await broker.start();
  await asked.rests('switched');
  // One that gave up would have left it to another.
  expect(await asked.now()).toEqual({ state: 'switched', error: null, pid });
  ledger.expectInLog(await expectRecordToAgree(system));
}, 120_000);
