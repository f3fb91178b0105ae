import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { open, report } from '../support/reports.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const SITUATION = 'unanswered-2025';
const REPORTS = 20;

it('an api killed after its commits reached the log, before their verdicts: each is judged, and its client gets the answer later', async () => {
  const { system } = product;
  const ledger = new Ledger(system.http);
  await open(ledger, SITUATION);
  await system.judged();
  const before = await system.endOf(SITUATION);

  // Nobody judges, so what is appended has no verdict however long this takes.
  system.projector.freeze();
  const sending = Promise.all(Array.from({ length: REPORTS }, (_, n) => report(ledger, SITUATION, `road-${n}`)));
  await system.grown(SITUATION, REPORTS, before);
  await system.api.kill();
  await sending;
  expect(ledger.told('unknown')).toHaveLength(REPORTS);

  system.projector.thaw();
  await system.startApi();
  await system.judged();
  const ends = await system.ends();
  expect(await ledger.settle()).toBe(REPORTS);
  // The answers are those of the records that were there: nothing was appended for them.
  expect(await system.ends()).toEqual(ends);
  expect(ledger.told('recorded')).toHaveLength(REPORTS + 2);
  ledger.expectInLog(await expectRecordToAgree(system));
}, 60_000);
