import { describe, expect, it } from '@jest/globals';
import { expectOnceInLog, expectRecordToAgree } from '../support/checker.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import type { Imported, LineResult } from '../support/http-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const lines = chronicleLines();
/** What clients were told, over all imports. */
const ledger: LineResult[] = [];

/** Lines under way at once, and the line whose result is read only after the crash: so it is one in the middle. */
const AHEAD = 8;
const HELD = 100;

/** Imports the chronicle; what crashes does so once `after` more records are in the log, whatever is going on just then. */
const importing = async (after?: number, crash = async (): Promise<void> => undefined): Promise<Imported> => {
  const { system } = product;
  const before = await system.endOf(MALI);
  const crashed = after === undefined ? Promise.resolve() : system.grown(MALI, after, before).then(crash);
  const onResult = async ({ line }: LineResult) => (line === HELD ? crashed : undefined);
  const imported = await system.http.importLines(MALI, lines, { ahead: AHEAD, onResult });
  await crashed;
  ledger.push(...imported.results);
  return imported;
};
const count = ({ results }: Imported, status: LineResult['status']) => results.filter((result) => result.status === status).length;

describe('kill -9 in the middle of an import', () => {
  it('of the projector: the import says from where on it does not know', async () => {
    const { projector } = product.system;
    const imported = await importing(40, () => projector.kill());
    expect(imported.results.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 1));
    expect(count(imported, 'recorded')).toBeGreaterThan(30);
    // Those that were under way, on streams of their own; nothing was attempted after them.
    expect(count(imported, 'unknown')).toBeGreaterThan(0);
    expect(count(imported, 'not-attempted')).toBeGreaterThan(0);
    expect(count(imported, 'not-attempted')).toBe(lines.length - count(imported, 'unknown') - count(imported, 'recorded'));
    // What was unknown stands in the log, and is judged as soon as somebody judges.
    const { command } = imported.results.find(({ status }) => status === 'unknown') as { command: string };
    expect((await product.system.http.get(command)).status).toBe(404);
    await projector.start();
    await product.system.judged();
    expect((await product.system.http.get(command)).body).toMatchObject({ verdict: 'accepted' });
    expectOnceInLog(ledger, await expectRecordToAgree(product.system));
  }, 60_000);

  it('of the api: the import breaks off', async () => {
    const { api } = product.system;
    const imported = await importing(20, () => api.kill());
    expect(imported.brokenOff).toBe(true);
    expect(imported.results.length).toBeLessThan(lines.length);
    expect(count(imported, 'unchanged')).toBeGreaterThan(30);
    expect(count(imported, 'recorded')).toBeGreaterThan(0);
    await product.system.startApi();
    expectOnceInLog(ledger, await expectRecordToAgree(product.system));
  }, 60_000);

  it('run again it finishes, and no event was lost or doubled', async () => {
    const imported = await importing();
    expect(count(imported, 'recorded') + count(imported, 'unchanged')).toBe(lines.length);
    expect(count(imported, 'recorded')).toBeGreaterThan(0);
    const refolded = await expectRecordToAgree(product.system);
    expectOnceInLog(ledger, refolded);
    const ids = refolded.flatMap(({ events }) => events.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(
      [...new Set(imported.results.flatMap((result) => ('eventIds' in result ? result.eventIds : [])))].toSorted(),
    );

    const again = await importing();
    expect(count(again, 'unchanged')).toBe(lines.length);
    expect(again.results.map(({ status: _, ...result }) => result)).toEqual(imported.results.map(({ status: _, ...result }) => result));
  }, 60_000);
});
