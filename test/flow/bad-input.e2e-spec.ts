import { beforeAll, describe, expect, it } from '@jest/globals';
import { CLOSE, INCIDENT, NOTICE, OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import { expectRecordToAgree } from '../support/checker.js';
import { MALI } from '../support/chronicle.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();

beforeAll(async () => {
  const { http } = product.system;
  await http.send('PUT', `/situations/${MALI}`, SITUATION);
  await http.send('PUT', '/situations/over', SITUATION);
  await http.send('POST', '/situations/over/close', CLOSE);
});

const facts = { ...NOTICE, occurred: { from: '2025-10-28T10:00:00', precision: 'instant' } };

describe('bad input has a problem of its own, and changes nothing', () => {
  it.each<[string, string, object, number, string, string | undefined]>([
    ['an unknown field', `${MALI}/notices`, { ...NOTICE, colour: 'red' }, 400, 'unknown-field', 'colour'],
    ['a wrong enum', `${MALI}/notices`, { ...NOTICE, facets: { departure: 'soon' } }, 400, 'not-allowed-value', 'facets.departure'],
    [
      'validTo before validFrom',
      `${MALI}/observations`,
      { ...OBSERVATION, validFrom: '2025-11-02', validTo: '2025-11-01' },
      400,
      'valid-range',
      'validTo',
    ],
    ['a date without offset where an instant is needed', `${MALI}/notices`, facts, 400, 'offset-missing', 'occurred.from'],
    ['latitude 91', `${MALI}/incidents`, { ...INCIDENT, place: { name: 'x', lat: 91, lon: 0 } }, 400, 'coordinates-range', 'place.lat'],
    ['a body of 1.1 MB', `${MALI}/notices`, { ...NOTICE, note: 'x'.repeat(1_100_000) }, 413, 'body-too-large', undefined],
    ['an unknown situation', 'nowhere/notices', NOTICE, 404, 'situation-not-found', undefined],
    ['a closed situation', 'over/notices', NOTICE, 409, 'situation-closed', undefined],
  ])('%s', async (_, path, body, status, code, field) => {
    const ends = await product.system.ends();
    const answer = await product.system.http.send('POST', `/situations/${path}`, body);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({
      type: `urn:problem-type:situation-timeline:${code}`,
      title: expect.stringMatching(/./),
      status,
      detail: expect.stringMatching(/./),
      code,
      ...(field === undefined ? {} : { errors: [{ field, code, message: expect.stringMatching(/./) }] }),
    });
    expect(answer.status).toBe(status);
    expect(await product.system.ends()).toEqual(ends);
  });

  it.each([
    ['validAt=2025-10-29T12:00:00', 'offset-missing', 'validAt'],
    ['clock=wall', 'not-allowed-value', 'clock'],
    ['colour=red', 'unknown-parameter', 'colour'],
  ])('a question with %s', async (query, code, field) => {
    const { status, body } = await product.system.http.send('GET', `/situations/${MALI}/status?${query}`);
    expect([status, body.code, body.errors?.[0]?.field]).toEqual([400, code, field]);
  });

  it('a question with offsets that PostgreSQL does not take is answered', async () => {
    const [from, to] = ['2025-10-28T00:00:00+23:59', '2025-10-28T00:00:00-16:00'];
    expect(await product.system.http.ask(MALI, '/timeline', { from, to })).toMatchObject({ items: [], next: null });
  });

  it('line 3 of 5 is broken: it is named, and the four others land', async () => {
    const { http } = product.system;
    const ends = await product.system.ends();
    const lines = [1, 2, 3, 4, 5].map((n) =>
      JSON.stringify({ id: `o-${n}`, type: 'observation', body: { ...OBSERVATION, subject: `road-${n}` } }),
    );
    lines[2] = lines[2]!.slice(0, 40);
    const { results } = await http.importLines(MALI, lines);
    expect(results.map(({ line, status }) => `${line} ${status}`)).toEqual([
      '1 recorded',
      '2 recorded',
      '3 rejected',
      '4 recorded',
      '5 recorded',
    ]);
    expect(results[2]).toMatchObject({ line: 3, code: 'not-json', detail: expect.stringMatching(/./) });
    const partition = product.system.partitionOf(MALI);
    expect(await product.system.ends()).toEqual(ends.map((end, i) => (i === partition ? end + 4 : end)));
    const { items } = await http.ask(MALI, '/observations');
    expect(items.map(({ subject }) => subject).toSorted()).toEqual(['road-1', 'road-2', 'road-4', 'road-5']);
  });

  it('leaves a record that agrees with the log', async () => {
    const refolded = await expectRecordToAgree(product.system);
    const verdicts = refolded.flatMap(({ records }) => records.map(({ verdict }) => verdict));
    expect(new Set(verdicts)).toEqual(new Set(['marker', 'accepted']));
  });
});
