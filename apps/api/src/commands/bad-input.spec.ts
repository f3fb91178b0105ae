import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../api.fixture.js';
import { CLAIM, CLOSE, INCIDENT, NOTICE, OBSERVATION, PARAMETERS, SITUATION } from './examples.js';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.app.inject({ method: 'PUT', url: '/situations/mali-2025', payload: SITUATION });
});
afterAll(() => api.close());

const post = async (path: string, payload: object | string, type = 'application/json') => {
  const response = await api.app.inject({ method: 'POST', url: path, payload, headers: { 'content-type': type } });
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  const { status, code, errors } = response.json();
  expect(status).toBe(response.statusCode);
  return [status, code, ...(errors ?? []).map((error: { field: string; code: string }) => `${error.field} ${error.code}`)];
};
const to = (path: string) => `/situations/mali-2025/${path}`;

describe('what is wrong is told by its own code and field', () => {
  it.each([
    ['an unknown field', 'notices', { ...NOTICE, colour: 'red' }, 'colour unknown-field'],
    ['an unknown field within', 'notices', { ...NOTICE, facets: { ...NOTICE.facets, mood: 1 } }, 'facets.mood unknown-field'],
    ['a wrong enum', 'notices', { ...NOTICE, facets: { departure: 'soon' } }, 'facets.departure not-allowed-value'],
    ['a missing field', 'notices', { ...NOTICE, source: undefined }, 'source missing'],
    ['null for absent', 'notices', { ...NOTICE, summary: null }, 'summary wrong-type'],
    ['an end before its start', 'notices', { ...NOTICE, validTo: '2025-10-01' }, 'validTo valid-range'],
    [
      'an end before its start of an observation',
      'observations',
      { ...OBSERVATION, validFrom: '2025-11-02', validTo: '2025-11-01' },
      'validTo valid-range',
    ],
    ['a day where an instant is needed', 'notices', { ...NOTICE, observedAt: '2025-10-28' }, 'observedAt offset-missing'],
    [
      'a time without offset',
      'notices',
      { ...NOTICE, occurred: { from: '2025-10-28T10:00:00', precision: 'instant' } },
      'occurred.from offset-missing',
    ],
    ['no time at all', 'notices', { ...NOTICE, observedAt: 'yesterday' }, 'observedAt time-malformed'],
    [
      'a day that does not exist',
      'notices',
      { ...NOTICE, occurred: { from: '2025-02-30', precision: 'day' } },
      'occurred.from time-malformed',
    ],
    [
      'a range that runs backwards',
      'notices',
      { ...NOTICE, occurred: { from: '2025-10-28', to: '2025-10-27', precision: 'day' } },
      'occurred.to occurred-range',
    ],
    ['a list for an object', 'notices', { ...NOTICE, occurred: [NOTICE.occurred] }, 'occurred wrong-type'],
    ['an authority that is none', 'notices', { ...NOTICE, authority: 'state' }, 'authority id-malformed'],
    ['a destination that is none', 'notices', { ...NOTICE, destination: 'MLI' }, 'destination destination-malformed'],
    ['a latitude beyond the pole', 'incidents', { ...INCIDENT, place: { name: 'x', lat: 91, lon: 0 } }, 'place.lat coordinates-range'],
    ['a latitude alone', 'incidents', { ...INCIDENT, place: { name: 'x', lat: 9 } }, 'place.lat coordinates-range'],
    ['an id with a slash', 'incidents', { ...INCIDENT, incidentId: 'a/b' }, 'incidentId id-malformed'],
    ['a claim within a claim list', 'incidents', { ...INCIDENT, claims: [[CLAIM]] }, 'claims wrong-type'],
    ['too long a text', 'incidents', { ...INCIDENT, summary: 'x'.repeat(5001) }, 'summary too-long'],
    ['too long a list', 'incidents', { ...INCIDENT, actors: Array.from({ length: 51 }, () => 'x') }, 'actors too-many'],
    [
      'an address that is none',
      'incidents',
      { ...INCIDENT, source: { id: 'a', title: 'b', url: 'javascript:alert(1)' } },
      'source.url malformed',
    ],
    ['a status of another kind', 'observations', { ...OBSERVATION, value: { status: 'dry' } }, 'value not-allowed-value'],
    ['a field of another kind', 'observations', { ...OBSERVATION, value: { status: 'open', hours: 3 } }, 'value unknown-field'],
    ['more than a day of power', 'observations', { ...OBSERVATION, kind: 'power', value: { hoursPerDay: 25 } }, 'value out-of-range'],
    [
      'a share above one',
      'parameters',
      { corridors: [{ ...PARAMETERS.corridors[0], shares: [{ share: 1.5 }] }] },
      'corridors.0.shares.0.share out-of-range',
    ],
    [
      'a rank against its scheme',
      'notices',
      { ...NOTICE, facets: { level: { native: '4', rank: 2, scheme: 'US-STATE' } } },
      'facets.level.rank rank-contradicts-scheme',
    ],
    [
      'a rank that nobody knows',
      'notices',
      { ...NOTICE, facets: { level: { native: 'brown', scheme: 'US-STATE' } } },
      'facets.level.rank missing',
    ],
    ['NUL in a note', 'notices', { ...NOTICE, note: 'a\0b' }, 'note text-not-storable'],
    ['half a surrogate pair', 'notices', { ...NOTICE, source: { id: 'a', title: '\ud800' } }, 'source.title text-not-storable'],
  ])('%s', async (_, path, body, error) => {
    const code = error.split(' ')[1]!;
    expect(await post(to(path), body)).toEqual([code === 'rank-contradicts-scheme' ? 422 : 400, code, error]);
  });

  it('several things at once are all told', async () =>
    expect(await post(to('close'), { why: 'x' })).toEqual([400, 'invalid-request', 'why unknown-field', 'reason missing']));

  it('a body of another kind than JSON objects', async () => {
    expect(await post(to('close'), '[]')).toEqual([400, 'wrong-type', ' wrong-type']);
    expect(await post(to('close'), '{"reason":')).toEqual([400, 'not-json']);
    expect(await post(to('close'), '')).toEqual([400, 'body-missing']);
    expect(await post(to('close'), 'reason=x', 'application/x-www-form-urlencoded')).toEqual([415, 'media-type-not-supported']);
    expect(await post(to('close'), '{}', 'application/x-ndjson')).toEqual([415, 'media-type-not-supported']);
    expect(await post(to('import'), '{}')).toEqual([415, 'media-type-not-supported']);
    expect(await post(to('close'), '{"__proto__":{"reason":"x"}}')).toEqual([400, 'unknown-field', '__proto__ unknown-field']);
    expect(await post(to('close'), `{"reason":${'['.repeat(5000)}${']'.repeat(5000)}}`)).toEqual([400, 'too-deep', expect.any(String)]);
  });

  it('a body of 1.1 MB', async () =>
    expect(await post(to('notices'), { ...NOTICE, note: 'x'.repeat(1_100_000) })).toEqual([413, 'body-too-large']));

  it('an unknown situation', async () => expect(await post('/situations/nowhere/close', CLOSE)).toEqual([404, 'situation-not-found']));
  it('a situation that may not be called so', async () =>
    expect(await post('/situations/_sources/close', CLOSE)).toEqual([400, 'id-malformed', 'situationId id-malformed']));
  it('an unknown incident', async () => expect((await post(to('incidents/none/claims'), CLAIM))[0]).toBe(404));
  it('an address that is not served', async () => expect(await post('/nowhere', {})).toEqual([404, 'route-not-found']));
  it('an address that is malformed', async () =>
    expect(await post('/situations/%E0%A4%A/close', CLOSE)).toEqual([400, 'malformed-request']));

  it('a closed situation', async () => {
    await api.app.inject({ method: 'PUT', url: '/situations/closed', payload: SITUATION });
    await api.app.inject({ method: 'POST', url: '/situations/closed/close', payload: CLOSE });
    expect(await post('/situations/closed/notices', NOTICE)).toEqual([409, 'situation-closed']);
  });

  it('and nothing of it is recorded', async () => expect(await api.records()).toBe(3));
});
