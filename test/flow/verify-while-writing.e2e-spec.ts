import { describe, expect, it } from '@jest/globals';
import type { Verification } from '../../libs/verification/src/index.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { operate } from '../support/operator.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();

describe('timeline verify --log', () => {
  it('finds no difference while a projector judges what many write', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http);
    const writers = new Writers(ledger, situationsOf('meanwhile', 8));
    await writers.start(8);
    const seen: number[] = [];
    for (let round = 0; round < 4; round++) {
      const before = ledger.told('recorded').length;
      const { code, out, err } = await operate(system, 'verify', '--log', '--json');
      const found = JSON.parse(out) as Verification;
      expect({ code, err, first: found.first, notCompared: found.notCompared }).toEqual({ code: 0, err: '', first: null, notCompared: [] });
      // It did go on meanwhile.
      expect(ledger.told('recorded').length).toBeGreaterThan(before);
      seen.push(found.records);
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect(new Set(seen).size).toBe(seen.length);
    await writers.stop();
    await system.judged();
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 120_000);
});
