import { beforeAll, describe, expect, it } from '@jest/globals';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { expectRecordToAgree } from '../support/checker.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
let eventIds: string[];

beforeAll(async () => {
  const { results } = await product.system.http.importLines(MALI, chronicleLines());
  eventIds = results.flatMap((result) => (result.status === 'recorded' ? result.eventIds : []));
}, 60_000);

const MOMENTS = ['2025-09-20T00:00:00Z', '2025-10-29T12:00:00Z', '2025-10-31T00:00:00Z', '2026-01-10T12:00:00Z', '2026-07-20T00:00:00Z'];
const LISTS = ['/timeline', '/incidents', '/observations', '/guidance-changes'];

/** Every kind of question, at several moments, on both clocks. Each says its `validAt`, since "now" is another answer every time. */
const questions = (recordedAt: string): [string, Record<string, string>][] => {
  const asked: [string, Record<string, string>][] = [];
  const moments = MOMENTS.flatMap((at) => [
    { clock: 'published', validAt: at, knownAt: at },
    { clock: 'published', validAt: at },
    { clock: 'recorded', validAt: at },
    { clock: 'recorded', validAt: at, knownAt: recordedAt },
  ]);
  for (const asOf of moments) {
    for (const path of ['/status', '/severity', '/advisories/US-STATE/ML', '/incidents/ml-018']) asked.push([path, asOf]);
    for (const path of LISTS) asked.push([path, { ...asOf, limit: '500' }]);
  }
  asked.push(['', { validAt: MOMENTS[0]! }]);
  asked.push(['/timeline', { order: 'recorded', limit: '500', validAt: MOMENTS[0]! }]);
  const span = { from: '2025-09-01T00:00:00Z', to: '2026-02-01T00:00:00Z', validAt: MOMENTS[0]!, clock: 'published' };
  asked.push(['/severity/history', span], ['/severity/delta', span]);
  return asked.map(([path, query]) => [`/situations/${MALI}${path}`, query]);
};

const answers = async (): Promise<Record<string, string>> => {
  const { http, pool } = product.system;
  const { rows } = await pool.query<{ middle: Date }>(
    'SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY recorded_at) AS middle FROM derived.events',
  );
  const given: Record<string, string> = {};
  for (const [path, query] of questions(rows[0]!.middle.toISOString())) {
    const { status, text } = await http.get(path, query);
    given[`${path}?${new URLSearchParams(query)}`] = `${status} ${text}`;
  }
  for (const id of eventIds) given[id] = await http.bytes(`/events/${id}`);
  given['/situations'] = await http.bytes('/situations');
  return given;
};

describe('a record that is dropped and built anew from the log', () => {
  it('answers every question with the same bytes', async () => {
    const { api, projector, pool } = product.system;
    const before = await answers();
    expect(Object.keys(before).length).toBeGreaterThan(280);
    expect(new Set(Object.values(before).map((text) => text.slice(0, 3)))).toEqual(new Set(['200', '404', '{"e', '{"p']));

    await projector.stop();
    await pool.query('DROP SCHEMA derived CASCADE');
    await projector.start();
    await product.system.judged();
    expect(await answers()).toEqual(before);

    // Nor does it matter which api is asked.
    await api.kill();
    await product.system.startApi();
    expect(await answers()).toEqual(before);
    await expectRecordToAgree(product.system);
  }, 60_000);

  it('takes the next command', async () => {
    const { http } = product.system;
    const { results } = await http.importLines(MALI, chronicleLines());
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['unchanged']));
    const closed = await http.send('POST', `/situations/${MALI}/close`, { reason: 'The blockade was lifted.' });
    expect(closed.status).toBe(201);
  });
});
