import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../api.fixture.js';
import {
  CLAIM,
  CLOSE,
  INCIDENT,
  MERGE,
  NOTICE,
  OBSERVATION,
  PARAMETERS,
  RECLASSIFICATION,
  REOPEN,
  RETRACTION,
  REVISION,
  SITUATION,
  UNMERGE,
} from './examples.js';

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const send = async (method: 'PUT' | 'POST', url: string, payload: object, headers: Record<string, string> = {}) => {
  const response = await api.app.inject({ method, url, payload, headers });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
};
const open = () => send('PUT', '/situations/mali-2025', SITUATION);
const post = (path: string, body: object, headers?: Record<string, string>) => send('POST', `/situations/mali-2025/${path}`, body, headers);

describe('the routes that record', () => {
  it('take the whole story of the examples', async () => {
    const answers = [await open()];
    for (const [path, body] of [
      ['parameters', PARAMETERS],
      ['notices', NOTICE],
      ['observations', OBSERVATION],
      ['incidents', INCIDENT],
      ['incidents/convoy-2025-09-14/claims', CLAIM],
      ['incidents/convoy-2025-09-14/claims/union/revise', REVISION],
      ['incidents/convoy-2025-09-14/claims/union/retract', RETRACTION],
      ['incidents/convoy-2025-09-14/reclassify', RECLASSIFICATION],
      ['incidents', { ...INCIDENT, incidentId: 'convoy-same' }],
      ['incidents/convoy-same/merge', MERGE],
      ['incidents/convoy-same/unmerge', UNMERGE],
      ['close', CLOSE],
      ['reopen', REOPEN],
    ] as const) {
      answers.push(await post(path, body));
    }
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const { headers, body } = answers[2]!;
    expect(body).toEqual({
      commandId: expect.any(String),
      eventIds: [expect.any(String)],
      versions: expect.objectContaining({ 'advisory/US-STATE/ML': 1 }),
      position: expect.stringMatching(/^\d-\d+$/),
      pending: [],
    });
    expect(headers).toMatchObject({ etag: '"1"', location: '/situations/mali-2025/advisories/US-STATE/ML' });
  });

  it('answer 200 where it is already so', async () => {
    await open();
    const again = await open();
    expect([again.status, again.body.eventIds, again.headers['etag']]).toEqual([200, [], '"1"']);
  });

  it('give the stored answer to a repeated key, also after the situation was closed and with an old If-Match', async () => {
    await open();
    const headers = { 'idempotency-key': 'k-1', 'if-match': '"0"' };
    const first = await post('notices', NOTICE, headers);
    await post('close', CLOSE);
    const again = await post('notices', NOTICE, headers);
    expect([again.status, again.body, again.headers['idempotency-key']]).toEqual([201, first.body, 'k-1']);
  });

  it('give fifty senders of one key one answer', async () => {
    await open();
    const before = await api.records();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('observations', OBSERVATION, { 'idempotency-key': 'same' })));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    const read = await post('observations', OBSERVATION);
    expect([read.status, await api.records()]).toEqual([201, expect.any(Number)]);
    expect(await api.records()).toBeGreaterThan(before);
  });

  it('keep a key for its request', async () => {
    await open();
    await post('notices', NOTICE, { 'idempotency-key': 'k-1' });
    const other = await post('notices', { ...NOTICE, note: 'another' }, { 'idempotency-key': 'k-1' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('refuse another version than that of If-Match', async () => {
    await open();
    await post('notices', NOTICE);
    const late = await post('notices', { ...NOTICE, noticeId: 'second', seq: 2 }, { 'if-match': '"0"' });
    expect([late.status, late.body.code]).toEqual([412, 'version-mismatch']);
  });

  it.each(['3', '*', 'W/"3"', '"a"', '"1","2"'])('refuse If-Match: %s', async (header) => {
    const answer = await post('close', CLOSE, { 'if-match': header });
    expect([answer.status, answer.body.code]).toEqual([400, 'if-match-malformed']);
  });

  it('refuse an Idempotency-Key that is none', async () => {
    const answer = await post('close', CLOSE, { 'idempotency-key': 'x'.repeat(201) });
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency-key-malformed']);
  });

  it('derive ids that are not given, the same for the same key', async () => {
    await open();
    const { incidentId: _, ...nameless } = INCIDENT;
    const first = await post('incidents', nameless, { 'idempotency-key': 'k' });
    const again = await post('incidents', nameless, { 'idempotency-key': 'k' });
    expect(first.headers['location']).toMatch(/^\/situations\/mali-2025\/incidents\/[0-9a-f-]{36}$/);
    expect(again.headers['location']).toBe(first.headers['location']);
  });
});

describe('without a verdict in time', () => {
  it('a command is neither accepted nor refused', async () => {
    const silent = await openApi({ verdictWaitMs: 10, judged: false });
    const response = await silent.app.inject({ method: 'PUT', url: '/situations/mali-2025', payload: SITUATION });
    expect([response.statusCode, response.headers['location']]).toEqual([202, `/commands/${response.json().commandId}`]);
    const ready = await silent.app.inject('/health/ready');
    expect([ready.statusCode, ready.json().code, ready.headers['retry-after']]).toEqual([503, 'not-ready', '2']);
    await silent.close();
  });
});
