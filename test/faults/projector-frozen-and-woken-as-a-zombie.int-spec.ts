import { expect, it } from '@jest/globals';
import { holdHead, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { open, report, ROAD } from '../support/reports.js';
import { reasonsOf } from '../support/signals.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const SITUATION = 'undead-2025';
/**
 * Longer than every time-out there is: 10 s for a transaction that stands idle, 20 s for a statement of the projector, 30 s for a member of a
 * consumer group, whatever kafkajs and PostgreSQL add to them.
 */
const FROZEN_MS = 60_000;

it('a projector stopped for a minute in the middle of a batch under load wakes beside its replacement, and does no harm', async () => {
  const { system } = product;
  const { pool, projector } = system;
  const ledger = new Ledger(system.http);
  const writers = new Writers(ledger, situationsOf('undead', 16));
  await open(ledger, SITUATION);
  await writers.start(8);
  await writers.recorded(200);

  const head = await holdHead(pool, SITUATION, ROAD);
  const sending = report(ledger, SITUATION);
  await waiting(pool, 'timeline-projector');
  const since = Date.now();
  projector.freeze();
  await head.letGo();
  await eventually(async () => expect(await reasonsOf(system.http)).toContain('no-projector'), { within: 10_000 });

  const replacement = system.another('projector');
  await replacement.start();
  await sending;
  while (Date.now() - since < FROZEN_MS) await writers.recorded(100);

  projector.thaw();
  await writers.recorded(300);
  // It works again as any: alone, once its replacement is gone.
  await replacement.stop();
  await writers.recorded(100);
  await writers.stop();
  expect(projector.running).toBe(true);
  await eventually(async () => expect(await reasonsOf(system.http)).toEqual([]));
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  ledger.expectInLog(await expectRecordToAgree(system));
}, 150_000);
