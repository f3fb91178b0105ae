import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../api.fixture.js';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const get = async (url: string) => {
  const response = await api.app.inject(url);
  return { status: response.statusCode, body: response.json(), headers: response.headers };
};

describe('a question that is none', () => {
  it.each([
    ['/situations?color=red', 'color unknown-parameter'],
    ['/situations?limit=0', 'limit out-of-range'],
    ['/situations?limit=501', 'limit out-of-range'],
    ['/situations/mali-2025/incidents?limit=many', 'limit out-of-range'],
    ['/situations/mali-2025/status?validAt=2025-10-28', 'validAt offset-missing'],
    ['/situations/mali-2025/status?knownAt=2025-10-28T12:00:00', 'knownAt offset-missing'],
    ['/situations/mali-2025/status?knownAt=soon', 'knownAt time-malformed'],
    ['/situations/mali-2025/status?clock=wall', 'clock not-allowed-value'],
    ['/situations/mali-2025/status?clock=recorded&clock=published', 'clock not-allowed-value'],
    ['/situations/mali-2025/status?authority=us', 'authority id-malformed'],
    ['/situations/mali-2025/severity/history?from=2025-09-01T00:00:00Z', 'to missing'],
    ['/situations/mali-2025/severity/delta?from=2025-09-02T00:00:00Z&to=2025-09-01T00:00:00Z', 'to range-reversed'],
    ['/situations/mali-2025/severity/history?from=1990-01-01T00:00:00Z&to=2025-09-01T00:00:00Z', 'to out-of-range'],
    ['/situations/mali-2025/diff?from=2025-09-01T00:00:00Z', 'to missing'],
    ['/situations/mali-2025/diff?from=2025-09-01&to=2025-09-02T00:00:00Z', 'from offset-missing'],
    ['/situations/mali-2025/diff?from=2025-09-02T00:00:00Z&to=2025-09-01T00:00:00Z', 'to range-reversed'],
    ['/situations/mali-2025/diff?from=2025-09-02T00:00:00Z&to=2025-09-02T00:00:00Z', 'to range-reversed'],
    [
      '/situations/mali-2025/diff?from=2025-09-01T00:00:00Z&to=2025-09-02T00:00:00Z&knownAt=2025-09-02T00:00:00Z',
      'knownAt unknown-parameter',
    ],
    ['/situations/mali-2025/diff?from=2025-09-01T00:00:00Z&to=2025-09-02T00:00:00Z&limit=501', 'limit out-of-range'],
    ['/sources?knownAt=2025-10-28', 'knownAt offset-missing'],
    ['/sources/a%2Fb', 'sourceId id-malformed'],
    ['/situations/mali-2025/guidance-changes?from=2025-09-02T00:00:00Z&to=2025-09-01T00:00:00Z', 'to range-reversed'],
    ['/situations/mali-2025/guidance-changes?format=xml', 'format not-allowed-value'],
    ['/situations/mali-2025/guidance-changes/1', 'eventId id-malformed'],
    ['/situations/mali-2025/decision-lag?kind=context', 'kind not-allowed-value'],
    ['/situations/mali-2025/decision-lag?limit=5', 'limit unknown-parameter'],
    ['/situations/mali-2025/decision-lag?from=2025-09-02T00:00:00Z&to=2025-09-01T00:00:00Z', 'to range-reversed'],
    ['/situations/mali-2025/timeline?order=size', 'order not-allowed-value'],
    ['/situations/mali-2025/advisories/US/ML', 'authority id-malformed'],
    ['/situations/MALI', 'situationId id-malformed'],
    ['/events/1', 'id id-malformed'],
    ['/stream?situation=MALI', 'situation id-malformed'],
    ['/stream?situation=mali-2025,', 'situation id-malformed'],
    ['/stream?situation=mali-2025&situation=B', 'situation id-malformed'],
    [`/stream?situation=${Array.from({ length: 101 }, (_, n) => `s-${n}`).join(',')}`, 'situation too-many'],
    ['/stream?types=AdvisoryChanged,Rumour', 'types not-allowed-value'],
    ['/stream?types=', 'types not-allowed-value'],
    ['/stream?after=', 'after text-missing'],
    ['/stream?after=0-1&after=0-2', 'after wrong-type'],
    ['/stream?color=red', 'color unknown-parameter'],
    ['/commands/1', 'id id-malformed'],
  ])('%s', async (url, error) => {
    const { status, body } = await get(url);
    expect([status, ...body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)]).toEqual([400, error]);
  });
});

describe('without a database', () => {
  it('says so, and to come back, and nothing of where it is', async () => {
    const { status, body, headers } = await get('/situations/mali-2025/status');
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'record-unavailable', '2']);
    expect(JSON.stringify(body)).not.toContain('127.0.0.1');
  });

  it('follows no record', async () => {
    const { status, body } = await get('/stream');
    expect([status, body.code]).toEqual([503, 'record-unavailable']);
  });

  it('lives', async () => expect(await get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } }));
});

describe('the description', () => {
  it('has every route, with an example for every body and answer', async () => {
    const { body } = await get('/openapi.json');
    expect(Object.keys(body.paths).length).toBeGreaterThanOrEqual(28);
    for (const [path, operations] of Object.entries<
      Record<string, { requestBody?: object; responses: Record<string, { content?: object }> }>
    >(body.paths)) {
      for (const [method, { requestBody, responses }] of Object.entries(operations)) {
        const told = [
          path,
          method,
          JSON.stringify(requestBody ?? { example: 1 }).includes('"example'),
          JSON.stringify(responses).includes('"example'),
        ];
        expect(told).toEqual([path, method, true, true]);
      }
    }
  });

  it('is shown without anything from elsewhere', async () => {
    const page = await api.app.inject('/docs');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.payload).not.toMatch(/https?:|<style|<script>/);
    for (const [, address] of page.payload.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([address, (await api.app.inject(`/${address}`)).statusCode]).toEqual([address, 200]);
    }
  });
});

describe('every answer', () => {
  it('carries the correlation id, the caller’s own where it is usable', async () => {
    expect((await api.app.inject({ url: '/health/live', headers: { 'x-correlation-id': 'abc-1' } })).headers['x-correlation-id']).toBe(
      'abc-1',
    );
    expect((await api.app.inject({ url: '/nowhere', headers: { 'x-correlation-id': 'a b' } })).headers['x-correlation-id']).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  it.each([
    ['/situations', 503, 'no-store'],
    ['/nowhere', 404, 'no-store'],
    ['/health/ready', 200, 'no-store'],
    ['/docs/swagger-ui.css', 200, 'max-age=3600'],
  ])('says how long it holds: %s, %i, %s', async (url, status, caching) => {
    const { statusCode, headers } = await api.app.inject(url);
    expect([statusCode, headers['cache-control']]).toEqual([status, caching]);
  });
});
