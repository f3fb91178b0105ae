import { describe, expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const COMMITS = 300;

describe('projectors at once', () => {
  for (const count of [2, 4])
    it(`${count} of them judge a log that is being written as one does, and any may be killed`, async () => {
      const { system } = product;
      const ledger = new Ledger(system.http, `by-${count}`);
      const writers = new Writers(ledger, situationsOf(`many-${count}`, 16));
      const others = Array.from({ length: count - 1 }, () => system.another('projector'));
      await Promise.all(others.map((other) => other.start()));
      await writers.start(8);
      await writers.recorded(COMMITS);
      for (const other of others) {
        await other.kill();
        await writers.recorded(COMMITS / 3);
      }
      await writers.stop();
      await system.judged();
      expect(await ledger.settle()).toBe(0);
      ledger.expectInLog(await expectRecordToAgree(system));
    }, 90_000);
});
