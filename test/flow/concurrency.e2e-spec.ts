import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CLOSE, NOTICE, OBSERVATION, PARAMETERS, REOPEN, SITUATION } from '../../apps/api/src/commands/examples.js';
import { expectRecordToAgree } from '../support/checker.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
/** One situation a test, so that each begins with streams that stand at 0. */
let situation: string;
let count = 0;

const to = (path: string) => `/situations/${situation}/${path}`;
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  product.system.http.send('POST', to(path), body, headers);
const at = <T>(n: number, make: (i: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: n }, (_, i) => make(i)));
const tally = (answers: { status: number }[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const verdicts = async (): Promise<string[]> => {
  const { rows } = await product.system.pool.query<{ verdict: string }>(
    `SELECT verdict FROM derived.records WHERE convert_from(key, 'UTF8') = $1 ORDER BY log_offset`,
    [situation],
  );
  return rows.map(({ verdict }) => verdict);
};

beforeAll(async () => {
  // The first requests of a process are slow; those below are meant to meet.
  await product.system.http.send('PUT', '/situations/warm-up', SITUATION);
});
beforeEach(async () => {
  situation = `crowd-${(count += 1)}`;
  await product.system.http.send('PUT', `/situations/${situation}`, SITUATION);
});

describe('twenty writers of one advisory with the same If-Match, while another sets parameters', () => {
  it('one is recorded, nineteen are told that it moved, and the log refolded says the same', async () => {
    const writing = at(20, (i) => post('notices', { ...NOTICE, noticeId: `n-${i}`, summary: `${i}` }, { 'if-match': '"0"' }));
    const setting = (async () => {
      const statuses: number[] = [];
      for (let baseline = 1; baseline <= 10; baseline++) {
        const parameters = { ...PARAMETERS, fuelBaseline: { ...PARAMETERS.fuelBaseline, tankersPerDay: baseline } };
        statuses.push((await post('parameters', parameters)).status);
      }
      return statuses;
    })();
    expect(tally(await writing)).toEqual({ 201: 1, 412: 19 });
    expect(await setting).toEqual(Array.from({ length: 10 }, () => 201));

    const refolded = await expectRecordToAgree(product.system);
    const { events } = refolded[product.system.partitionOf(situation)]!;
    expect(events.filter((event) => event.situationId === situation && event.stream === 'advisory/US-STATE/ML')).toHaveLength(1);
    const [winner] = (await writing).filter(({ status }) => status === 201);
    expect(winner!.body.versions['advisory/US-STATE/ML']).toBe(1);
    expect(winner!.headers.get('etag')).toBe('"1"');
  });
});

describe('two corrections of one event at once', () => {
  it('one is recorded, the other is told which', async () => {
    const { body } = await post('notices', NOTICE);
    const corrects = body.eventIds[0]!;
    const correct = (summary: string) =>
      post('corrections', {
        corrects,
        replacement: { type: 'notice', body: { ...NOTICE, summary } },
        reason: 'Misread.',
        cause: 'transcription',
      });
    const answers = await Promise.all(['left', 'right'].map(correct));
    const winner = answers.find(({ status }) => status === 201)!;
    const loser = answers.find((answer) => answer !== winner)!;
    expect(loser).toMatchObject({ status: 412, body: { code: 'fact-superseded', standing: winner.body.eventIds[0] } });
    const { items } = await product.system.http.ask(situation, '/timeline', { kind: 'correction' });
    expect(items.map(({ eventId }) => eventId)).toEqual(winner.body.eventIds);
    await expectRecordToAgree(product.system);
  });
});

describe('an Idempotency-Key', () => {
  it('that is sent fifty times at once records one event and gets fifty equal answers', async () => {
    const answers = await at(50, () => post('observations', OBSERVATION, { 'idempotency-key': 'same' }));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 201, body: { eventIds: [expect.any(String)], pending: [] } });
    const { items } = await product.system.http.ask(situation, '/timeline', { kind: 'corridor-status' });
    expect(items.map(({ eventId }) => eventId)).toEqual(answers[0]!.body.eventIds);
    expect((await verdicts()).filter((verdict) => verdict === 'accepted')).toHaveLength(2);
    await expectRecordToAgree(product.system);
  });

  it('under which two bodies race has one of them; nothing of the other shows', async () => {
    const pairs = Array.from({ length: 10 }, (_, n) =>
      ['left', 'right'].map((side) => ({ ...OBSERVATION, subject: `${side}-${n}`, summary: `said by ${side}` })),
    );
    const races = await Promise.all(
      pairs.map((pair, n) => Promise.all(pair.map((body) => post('observations', body, { 'idempotency-key': `raced-${n}` })))),
    );
    const { http } = product.system;
    const paths = ['', '/timeline', '/observations', '/severity'];
    const shown = (await Promise.all(paths.map((path) => http.bytes(`/situations/${situation}${path}`)))).join('');
    for (const [n, answers] of races.entries()) {
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
      const lost = answers.findIndex(({ status }) => status === 422);
      expect(answers[lost]!.body).toMatchObject({ code: 'idempotency-key-reused' });
      expect(shown).toContain(pairs[n]![1 - lost]!.subject);
      expect(shown).not.toContain(pairs[n]![lost]!.subject);
    }
    // A loser was told before it appended, or its record stands in the log as what it is.
    const rest = (await verdicts()).slice(1);
    expect(rest.filter((verdict) => verdict === 'accepted')).toHaveLength(pairs.length);
    expect(rest.filter((verdict) => verdict !== 'accepted')).toContain('duplicate');
    expect(rest).not.toContain('conflict');
    await expectRecordToAgree(product.system);
  });

  it('succeeds where its command is decided again after a conflict', async () => {
    // Four observers of one subject, each under a key of its own: they rest on the same version, so three lose and decide again.
    const answers = await at(4, (i) =>
      post('observations', { ...OBSERVATION, observationId: `o-${i}`, summary: `${i}` }, { 'idempotency-key': `k-${i}` }),
    );
    expect(tally(answers)).toEqual({ 201: 4 });
    expect(await verdicts()).toContain('conflict');
    expect((await verdicts()).filter((verdict) => verdict === 'accepted')).toHaveLength(5);
    const again = await at(4, (i) =>
      post('observations', { ...OBSERVATION, observationId: `o-${i}`, summary: `${i}` }, { 'idempotency-key': `k-${i}` }),
    );
    expect(again.map(({ text }) => text)).toEqual(answers.map(({ text }) => text));
    expect(answers.map(({ body }) => body.versions['observation/corridor-status/senegal']).toSorted()).toEqual([1, 2, 3, 4]);
    await expectRecordToAgree(product.system);
  });

  it('gets the answer that was stored, with the old If-Match, and also once the situation is closed', async () => {
    const headers = { 'idempotency-key': 'mine', 'if-match': '"0"' };
    const first = await post('notices', NOTICE, headers);
    expect(first.status).toBe(201);
    const old = await post('notices', NOTICE, headers);
    await post('close', CLOSE);
    const closed = await post('notices', NOTICE, headers);
    for (const later of [old, closed]) expect([later.status, later.text]).toEqual([first.status, first.text]);
    expect((await post('notices', { ...NOTICE, noticeId: 'another' })).body).toMatchObject({ status: 409, code: 'situation-closed' });
    expect((await post('reopen', REOPEN)).status).toBe(201);
  });
});
