import { afterEach, describe, expect, it } from '@jest/globals';
import { type Held, holdHead, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { open, report, ROAD } from '../support/reports.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const ENDS_WITHIN_MS = 10_000;
let head: Held | undefined;
afterEach(() => head?.letGo().catch(() => undefined));

/** Ends a process as its manager does; it must end with 0. Answers how long it took, in milliseconds. */
const stopped = async (name: 'api' | 'projector'): Promise<number> => {
  const begun = Date.now();
  await product.system[name].stop();
  return Date.now() - begun;
};

describe('SIGTERM', () => {
  it('while a command waits for its verdict: the api answers it before it ends', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http, 'answered');
    await open(ledger, 'drained-2025');
    head = await holdHead(system.pool, 'drained-2025', ROAD);
    const sending = report(ledger, 'drained-2025');
    await waiting(system.pool, 'timeline-projector');
    const ending = stopped('api');
    await head.letGo();
    expect((await sending).told.is).toBe('recorded');
    expect(await ending).toBeLessThan(ENDS_WITHIN_MS);
    await system.startApi();
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 60_000);

  it('while a verdict does not come: the api says that it is not known, or cuts the request off, and ends', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http, 'abandoned');
    await open(ledger, 'cut-short-2025');
    head = await holdHead(system.pool, 'cut-short-2025', ROAD);
    const sending = report(ledger, 'cut-short-2025');
    await waiting(system.pool, 'timeline-projector');
    expect(await stopped('api')).toBeLessThan(ENDS_WITHIN_MS);
    expect((await sending).told.is).toBe('unknown');
    await head.letGo();
    await system.startApi();
    await system.judged();
    await ledger.settle();
    expect(ledger.told('recorded')).toHaveLength(3);
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 60_000);

  it('in the middle of a batch that stands still: the projector abandons it and ends, and another takes it', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http, 'given-up');
    await open(ledger, 'given-up-2025');
    head = await holdHead(system.pool, 'given-up-2025', ROAD);
    const sending = report(ledger, 'given-up-2025');
    await waiting(system.pool, 'timeline-projector');
    expect(await stopped('projector')).toBeLessThan(ENDS_WITHIN_MS);
    await head.letGo();
    await system.projector.start();
    await sending;
    await system.judged();
    await ledger.settle();
    expect(ledger.told('recorded')).toHaveLength(3);
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 60_000);

  it('of each under load: nothing is lost', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http, 'under-load');
    const situations = situationsOf('drained', 16);
    const writers = new Writers(ledger, situations);
    await writers.start(16);
    await writers.recorded(100);
    expect(await stopped('projector')).toBeLessThan(ENDS_WITHIN_MS);
    await system.projector.start();
    await writers.recorded(100);
    expect(await stopped('api')).toBeLessThan(ENDS_WITHIN_MS);
    await system.startApi();
    await writers.recorded(100);
    await writers.stop();
    await system.judged();
    await ledger.settle();
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 120_000);
});
