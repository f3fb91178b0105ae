import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Diff, Source } from '../../libs/read-models/src/index.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const at = (instant: string) => ({ clock: 'published', from: instant.split('/')[0]!, to: instant.split('/')[1]! });
const TURN = at('2025-10-27T12:00:00Z/2025-10-31T12:00:00Z');

/** More of the same crisis, recorded after the answers were noted. */
const LATER = ['2025-10-28', '2025-10-29'].map((day) =>
  JSON.stringify({
    id: `later-${day}`,
    type: 'notice',
    body: {
      authority: 'FR-MEAE',
      destination: 'ML',
      seq: 9,
      facets: { overland: 'unsafe', airport: 'closed' },
      occurred: { from: day, precision: 'day' },
      publishedAt: { at: day, precision: 'day', basis: 'assumed' },
      source: { id: 'fr', title: 'FR' },
    },
  }),
);
const check = { from: '2025-10-30T10:00:00Z', to: '2025-10-30T11:00:00Z', payloadHash: 'sha256:9f86' };

beforeAll(async () => {
  const { http } = product.system;
  await http.importLines(MALI, chronicleLines());
}, 60_000);

const diff = async (query: Record<string, string>) =>
  (await product.system.http.get<Diff & { position: string; from: string }>(`/situations/${MALI}/diff`, query)).body;

describe('what changed in the days in which the crisis turned', () => {
  it('is that departure was ordered, each change with its event', async () => {
    const { items } = await diff(TURN);
    const departure = items.find(({ key }) => key === 'US-STATE/ML/departure')!;
    expect(departure).toMatchObject({ axis: 'world', before: 'authorized', after: 'ordered', since: '2025-10-30T00:00:00.000Z' });
    const { body } = await product.system.http.get<{ position: string }>(`/events/${departure.event?.eventId}`);
    expect(body.position).toBe(departure.event?.position);
    expect(items.every(({ kind, event }) => kind === 'severity' || event !== null)).toBe(true);
  });

  it('leaves what nobody looked at apart from what is still in force', async () => {
    const { http } = product.system;
    const before = await diff(TURN);
    const unseen = before.unchanged.find(({ kind, standing }) => kind === 'status' && standing === 'nobody-looked')!;
    const { body } = await http.get<{ data: { source: { id: string; title: string } } }>(`/events/${unseen.eventId}`);
    const { id, title } = body.data.source;

    expect((await http.send('PUT', `/sources/${id}`, { title })).status).toBe(201);
    expect((await http.send('POST', `/sources/${id}/checks`, check, { 'if-match': '"1"' })).status).toBe(201);
    const { body: answer, headers } = await http.get<{ source: Source }>(`/sources/${id}`);
    expect([answer.source.lastSeen, answer.source.status, headers.get('etag')]).toEqual(['2025-10-30T11:00:00.000Z', 'well', '"2"']);

    const after = await diff(TURN);
    expect(after.unchanged.find(({ key }) => key === unseen.key)).toMatchObject({
      standing: 'still-in-force',
      lastLooked: '2025-10-30T11:00:00.000Z',
      lookedBy: 'check',
    });
    // At the position of before, nobody had looked.
    expect(await diff({ ...TURN, position: before.position })).toEqual(before);
  });

  it('has the same bytes for ever at its positions, whatever is recorded later', async () => {
    const { http } = product.system;
    const questions = [TURN, at('2025-09-01T00:00:00Z/2026-02-01T00:00:00Z'), { ...TURN, limit: '5' }];
    const ask = (more: object = {}) => Promise.all(questions.map((query) => http.bytes(`/situations/${MALI}/diff`, { ...query, ...more })));
    const first = await ask();
    const { position } = JSON.parse(first[0]!) as { position: string };
    const [own, sources] = [MALI, '_sources'].map((situation) => product.system.partitionOf(situation));
    expect(position.split(',').map((part) => Number(part.split('-')[0]))).toEqual([...new Set([own!, sources!])].sort());

    const { results } = await http.importLines(MALI, LATER);
    expect(results.map(({ status }) => status)).toEqual(LATER.map(() => 'recorded'));
    await http.send('PUT', '/sources/fr', { title: 'FR' });
    expect(await ask({ position })).toEqual(first);
    for (const [index, now] of (await ask()).entries()) expect([index, now]).not.toEqual([index, first[index]]);
  });

  it.each([
    [{ position: '1' }, 'position position-malformed'],
    [{ position: '1-1,1-2' }, 'position position-malformed'],
    [{ position: '999-1' }, 'position position-of-another-partition'],
    [{ to: '2999-01-01T00:00:00Z' }, 'to known-at-in-future'],
    [{ to: TURN.from }, 'to range-reversed'],
  ])('cannot be asked with %j', async (wrong, fault) => {
    const { status, body } = await product.system.http.get<{ errors: { field: string; code: string }[] }>(`/situations/${MALI}/diff`, {
      ...TURN,
      ...wrong,
    });
    expect([status, ...body.errors.map(({ field, code }) => `${field} ${code}`)]).toEqual([400, fault]);
  });

  it('of a year takes at most a tenth of a second', async () => {
    const year = at('2025-02-01T00:00:00Z/2026-02-01T00:00:00Z');
    const times: number[] = [];
    for (let round = 0; round < 15; round++) {
      const start = performance.now();
      await diff(year);
      times.push(performance.now() - start);
    }
    // The other tests of the run are no fault of it.
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

describe('every question about a situation', () => {
  const SPAN = { from: '2025-10-01T00:00:00Z', to: '2025-11-01T00:00:00Z' };
  const questions: [string, Record<string, string>][] = [
    ['', {}],
    ['/status', {}],
    ['/advisories/US-STATE/ML', {}],
    ['/severity', {}],
    ['/severity/history', SPAN],
    ['/severity/delta', SPAN],
    ['/timeline', {}],
    ['/timeline', { order: 'recorded' }],
    ['/incidents', {}],
    ['/incidents/ml-018', {}],
    ['/observations', {}],
    ['/guidance-changes', {}],
  ];
  it.each(questions)('%s %j is answered on both axes, on both clocks, and at its own position again', async (path, query) => {
    const { http } = product.system;
    const ask = (more: object) => http.bytes(`/situations/${MALI}${path}`, { ...query, ...more });
    const answers = new Set<string>();
    for (const moment of ['2025-10-28T00:00:00Z', '2025-11-20T00:00:00Z']) {
      const asked = { validAt: moment, knownAt: moment, clock: 'published' };
      const text = await ask(asked);
      const { position, ...echoed } = JSON.parse(text) as Record<string, string>;
      const instant = moment.replace('Z', '.000Z');
      expect(echoed).toMatchObject({ validAt: instant, knownAt: instant, clock: 'published' });
      expect(await ask({ ...asked, position })).toBe(text);
      const { model: _model, validAt: _validAt, knownAt: _knownAt, ...told } = echoed;
      answers.add(JSON.stringify(told));
    }
    // The situation itself is our record, and no fact that the public comes to know; of that incident nothing more was said.
    expect(answers.size).toBe(['', '/incidents/ml-018'].includes(path) ? 1 : 2);
    // This system knew nothing of it then.
    const { status } = await http.get(`/situations/${MALI}${path}`, { ...query, knownAt: '2025-11-20T00:00:00Z', clock: 'recorded' });
    const hidden = ['', '/advisories/US-STATE/ML', '/incidents/ml-018'].includes(path);
    expect(status).toBe(hidden ? 404 : 200);
  });

  it.each(['/severity/history', '/severity/delta'])('%s over a span is of the end of the span', async (path) => {
    const { http } = product.system;
    const first = await http.bytes(`/situations/${MALI}${path}`, SPAN);
    const { position, validAt } = JSON.parse(first) as Record<string, string>;
    expect(validAt).toBe('2025-11-01T00:00:00.000Z');
    expect(await http.bytes(`/situations/${MALI}${path}`, { ...SPAN, position })).toBe(first);
  });
});
