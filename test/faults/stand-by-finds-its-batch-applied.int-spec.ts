import { expect, it } from '@jest/globals';
import { holdHead, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { open, report, ROAD } from '../support/reports.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const SITUATION = 'judged-by-two-2025';
const ROUNDS = 5;

it('a stand-by whose batch was already applied drops it, and goes on alone when the other is gone', async () => {
  const { system } = product;
  const { pool } = system;
  const ledger = new Ledger(system.http);
  await open(ledger, SITUATION);
  await system.judged();
  const standBy = system.another('projector');
  await standBy.start();

  for (let round = 0; round < ROUNDS; round++) {
    // Whoever is first holds the cursor and stands still; the other has the same batch and waits for it.
    const head = await holdHead(pool, SITUATION, ROAD);
    const sending = report(ledger, SITUATION);
    await waiting(pool, 'timeline-projector', 2);
    await head.letGo();
    expect((await sending).told).toMatchObject({ is: 'recorded' });
  }
  ledger.expectInLog(await expectRecordToAgree(system));

  await system.projector.kill();
  expect((await report(ledger, SITUATION)).told).toMatchObject({ is: 'recorded' });
  ledger.expectInLog(await expectRecordToAgree(system));
}, 60_000);
