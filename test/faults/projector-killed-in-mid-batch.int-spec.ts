import { beforeAll, describe, expect, it } from '@jest/globals';
import { cutOff, holdHead, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { open, report, ROAD } from '../support/reports.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const SITUATION = 'half-judged-2025';
let ledger: Ledger;

beforeAll(async () => {
  ledger = new Ledger(product.system.http);
  await open(ledger, SITUATION);
  await product.system.judged();
});

const cursor = async (): Promise<number> => {
  const { pool } = product.system;
  const { rows } = await pool.query<{ at: number }>('SELECT last_offset::int AS at FROM derived.cursors WHERE partition = $1', [
    product.system.partitionOf(SITUATION),
  ]);
  return rows[0]!.at;
};

describe('a projector killed in the middle of a batch', () => {
  it('whose connection goes with it: the transaction never was, and another takes the batch', async () => {
    const { pool, projector } = product.system;
    const before = await cursor();
    const head = await holdHead(pool, SITUATION, ROAD);
    const sending = report(ledger, SITUATION);
    const open = await waiting(pool, 'timeline-projector');
    await projector.kill();
    await cutOff(pool, open);
    await head.letGo();
    expect(await cursor()).toBe(before);

    await projector.start();
    await sending;
    await product.system.judged();
    expect(await ledger.settle()).toBe(0);
    ledger.expectInLog(await expectRecordToAgree(product.system));
  }, 60_000);

  it('whose transaction outlives it and commits beside its replacement: the batch is taken once', async () => {
    const { pool, projector } = product.system;
    const before = await cursor();
    const head = await holdHead(pool, SITUATION, ROAD);
    const sending = report(ledger, SITUATION);
    const [orphan] = await waiting(pool, 'timeline-projector');
    await projector.kill();
    const starting = projector.start();
    // The replacement waits for the cursor, which the dead one's transaction holds.
    const both = await waiting(pool, 'timeline-projector', 2);
    expect(both).toContain(orphan);
    await head.letGo();
    await starting;

    await sending;
    await product.system.judged();
    expect(await cursor()).toBe(before + 1);
    expect(await ledger.settle()).toBe(0);
    ledger.expectInLog(await expectRecordToAgree(product.system));
  }, 60_000);
});
