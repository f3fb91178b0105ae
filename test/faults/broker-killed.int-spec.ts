import { describe, expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { onOwnKafka, runningOn } from '../support/own-systems.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(onOwnKafka);

describe('a broker killed with -9 under load', () => {
  it('is missed: the api says so and goes on answering questions; when it is back all goes on by itself', async () => {
    const { system } = product;
    const { broker } = product.own;
    const ledger = new Ledger(system.http);
    const situations = situationsOf('broken-off', 16);
    const writers = new Writers(ledger, situations);
    await writers.start(16);
    for (let round = 0; round < 3; round++) {
      await writers.recorded(100);
      await broker.kill();
      for (const situation of situations) expect((await system.http.get(`/situations/${situation}/status`)).status).toBe(200);
      await broker.start();
      await writers.recorded(100);
    }
    await writers.stop();
    await system.judged();
    expect(await ledger.settle()).toBe(0);
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 120_000);
});
