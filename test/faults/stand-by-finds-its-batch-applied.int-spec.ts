import { expect, it } from '@jest/globals';
import { holdHead, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { open, report, ROAD } from '../support/reports.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const SITUATION = 'judged-by-two-2025';
const ROUNDS = 3;

it('a projector whose batch was already applied drops it, and goes on alone when the other is gone', async () => {
  const { system } = product;
  const { pool } = system;
  const ledger = new Ledger(system.http);
  await open(ledger, SITUATION);
  await system.judged();
  await system.another('projector').start();

  for (let round = 0; round < ROUNDS; round++) {
    // Whose share it is holds the cursor and stands still; so the other takes it up as well, has the same batch and waits for it.
    const head = await holdHead(pool, SITUATION, ROAD);
    const sending = report(ledger, SITUATION);
    await waiting(pool, 'timeline-projector', 2);
    await head.letGo();
    // It may have taken longer than a command waits for its verdict.
    await sending;
    await system.judged();
    expect(await ledger.settle()).toBe(0);
  }
  expect(ledger.told('recorded')).toHaveLength(2 + ROUNDS);
  ledger.expectInLog(await expectRecordToAgree(system));

  await system.projector.kill();
  const alone = await report(ledger, SITUATION);
  // Until it has the share of the dead one the client may be told to ask again.
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  expect(alone.told).toMatchObject({ is: 'recorded' });
  ledger.expectInLog(await expectRecordToAgree(system));
}, 90_000);
