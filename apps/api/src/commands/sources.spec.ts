import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../api.fixture.js';
import { CHECK, DEGRADATION, RECOVERY, REGISTRATION } from './source.examples.js';

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const send = async (method: 'PUT' | 'POST', url: string, payload: object, headers: Record<string, string> = {}) => {
  const response = await api.app.inject({ method, url, payload, headers });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
};
const register = (body: object = REGISTRATION) => send('PUT', '/sources/gov-uk', body);
const post = (path: string, body: object, headers?: Record<string, string>) => send('POST', `/sources/gov-uk/${path}`, body, headers);

describe('the routes of a source', () => {
  it('take the whole story of the examples, in a stream of its own', async () => {
    const answers = [
      await register(),
      await post('checks', CHECK),
      await post('degrade', DEGRADATION),
      await post('recover', RECOVERY, { 'idempotency-key': 'k', 'if-match': '"3"' }),
    ];
    expect(answers.map(({ status, headers }) => [status, headers['etag'], headers['location']])).toEqual(
      [1, 2, 3, 4].map((version) => [201, `"${version}"`, '/sources/gov-uk']),
    );
    expect(answers[3]?.headers['idempotency-key']).toBe('k');
    expect(answers[3]?.body.versions).toEqual({ 'source/gov-uk': 4 });
  });

  it('answer 200 where it is already so', async () => {
    await register();
    expect((await register()).status).toBe(200);
    expect((await post('recover', RECOVERY)).status).toBe(200);
  });

  it('refuse what the rules refuse', async () => {
    const refused = async (answer: ReturnType<typeof post>) => {
      const { status, body } = await answer;
      return [status, body.code, ...(body.errors ?? []).map(({ field }: { field: string }) => field)];
    };
    expect(await refused(post('checks', CHECK))).toEqual([404, 'source-not-found', 'sourceId']);
    await register();
    expect(await refused(register({ title: 'Another' }))).toEqual([409, 'source-differs', 'sourceId']);
    expect(await refused(register({ ...REGISTRATION, url: 'ftp://x' }))).toEqual([400, 'malformed', 'url']);
    expect(await refused(send('PUT', '/sources/a%2Fb', REGISTRATION))).toEqual([400, 'id-malformed', 'sourceId']);
    expect(await refused(post('checks', { ...CHECK, to: '2025-10-28' }))).toEqual([400, 'offset-missing', 'to']);
    expect(await refused(post('checks', { ...CHECK, to: '2025-10-28T10:00:00Z' }))).toEqual([400, 'valid-range', 'to']);
    expect(await refused(post('degrade', { at: CHECK.from }))).toEqual([400, 'missing', 'reason']);
    await post('checks', CHECK);
    const earlier = { ...CHECK, from: '2025-10-28T16:00:00Z', to: '2025-10-28T17:00:00Z' };
    expect(await refused(post('checks', earlier))).toEqual([422, 'check-out-of-order', 'to']);
    expect(await refused(post('checks', CHECK, { 'if-match': '"1"' }))).toEqual([412, 'version-mismatch']);
  });

  it('are no lines of an import', async () => {
    await send('PUT', '/situations/mali-2025', { title: 'Mali', destinations: ['ML'] });
    const line = JSON.stringify({ id: 'a', type: 'source', body: REGISTRATION });
    const response = await api.app.inject({
      method: 'POST',
      url: '/situations/mali-2025/import',
      payload: `${line}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(response.payload).toContain('not-allowed-value');
  });
});
