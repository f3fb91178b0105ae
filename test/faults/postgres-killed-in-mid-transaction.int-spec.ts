import { describe, expect, it } from '@jest/globals';
import { holdHead, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { onOwnPostgres, runningOn } from '../support/own-systems.js';
import { open, report, ROAD } from '../support/reports.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(onOwnPostgres);

describe('PostgreSQL killed with -9', () => {
  it('in the middle of a transaction of the arbiter: the batch is judged when it is back', async () => {
    const { system } = product;
    const { postgres } = product.own;
    const ledger = new Ledger(system.http, 'in-transaction');
    await open(ledger, 'cut-off-2025');
    await system.judged();
    const head = await holdHead(system.pool, 'cut-off-2025', ROAD);
    const sending = report(ledger, 'cut-off-2025');
    await waiting(system.pool, 'timeline-projector');
    await postgres.kill();
    await head.letGo().catch(() => undefined);
    await postgres.start();
    await sending;
    await system.judged();
    expect(await ledger.settle()).toBe(0);
    expect(ledger.told('recorded')).toHaveLength(3);
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 60_000);

  it('under load, again and again: commands are answered 202 or 503, and all goes on by itself', async () => {
    const { system } = product;
    const { postgres } = product.own;
    const ledger = new Ledger(system.http, 'under-load');
    const writers = new Writers(ledger, situationsOf('cut-off', 16));
    await writers.start(16);
    for (let round = 0; round < 3; round++) {
      await writers.recorded(100);
      await postgres.kill();
      const { status, headers, body } = await system.http.get<{ code: string }>('/situations/cut-off-0/status');
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'record-unavailable', expect.stringMatching(/^\d+$/)]);
      await postgres.start();
      await writers.recorded(100);
    }
    await writers.stop();
    await system.judged();
    expect(await ledger.settle()).toBe(0);
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 120_000);
});
