import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ForkAnswer } from '../../apps/api/src/fork/forks.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import type { ProblemDetails } from '../support/http-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const CRISIS = { from: '2025-10-20', to: '2025-11-12' };
const WITHOUT = 'mali-without-closures';
const EARLIER = 'mali-warned-earlier';

/** The line that records the overland warning, a week earlier. */
const warnedEarlier = (line: string): string => (line.includes('"id": "ml-038"') ? line.replaceAll('"2025-10-28"', '"2025-10-21"') : line);

beforeAll(async () => {
  const lines = chronicleLines();
  await product.system.http.importLines(MALI, lines);
  await product.system.http.importLines(
    WITHOUT,
    lines.filter((line) => !line.includes('"id": "ml-035"')),
  );
  await product.system.http.importLines(EARLIER, lines.map(warnedEarlier));
}, 90_000);

const fork = (body: object, situation = MALI) =>
  product.system.http.send<ForkAnswer & ProblemDetails>('POST', `/situations/${situation}/forks`, body);

const forked = async (body: object): Promise<ForkAnswer> => {
  const answer = await fork(body);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body;
};

const idOf = async (kind: string, text: string): Promise<string> => {
  const { items } = await product.system.http.ask(MALI, '/timeline', { kind, text });
  expect(items).toHaveLength(1);
  return items[0]!.eventId;
};

/** What a status says, whoever said it in which event. */
const said = (status: ForkAnswer['days'][number]['fork']['status']) =>
  status.authorities.map(({ authority, version, facets }) => [
    authority,
    version,
    Object.entries(facets).map(([facet, { eventId: _, ...of }]) => [facet, of]),
  ]);

const LEFT_OUT = { leaveOut: [{ kind: 'schools', status: 'closed' }] };
const MOVED = { move: [{ kind: 'guidance', authority: 'US-STATE', facet: 'overland', by: '-7d' }] };

describe.each([
  ['the school closures left out', LEFT_OUT, WITHOUT],
  ['the overland warning a week earlier', MOVED, EARLIER],
])('the Mali chronicle with %s', (_, edits, recordedSo) => {
  it.each(['published', 'occurred'] as const)('is told as a situation that was recorded so, on the clock %s', async (clock) => {
    const { days } = await forked({ ...CRISIS, ...edits, clock });
    expect(days).toHaveLength(24);
    for (const { validAt, knownAt, fork: told } of days) {
      const asked = { validAt, ...(knownAt === null ? {} : { knownAt }), clock: clock === 'occurred' ? 'recorded' : clock } as const;
      const status = await product.system.http.ask(recordedSo, '/status', asked);
      const { score, band, coverage, components } = await product.system.http.ask(recordedSo, '/severity', asked);
      expect(said(told.status)).toEqual(said(status));
      expect(told.severity).toMatchObject({ score, band, coverage, components: components.map(({ id, points }) => ({ id, points })) });
    }
  });
});

describe('a fork', () => {
  it('tells history as the state at the same coordinates does', async () => {
    const { days, position, clock } = await forked({ ...CRISIS, ...LEFT_OUT });
    for (const { validAt, knownAt, history } of days.filter((__, index) => index % 6 === 0)) {
      const { body } = await product.system.http.get<{ digest: string }>(`/situations/${MALI}/state`, {
        validAt,
        knownAt: knownAt!,
        clock,
        position,
      });
      expect(body.digest).toBe(history.digest);
    }
  });

  it('is an exercise, records nothing, and is the same bytes at the same position whatever is recorded since', async () => {
    const { position } = await forked(CRISIS);
    const asked = { ...CRISIS, position, ...LEFT_OUT, add: [{ type: 'observation', body: observation }] };
    const before = await product.system.ends();
    const { text, body } = await fork(asked);
    expect(body).toMatchObject({ situation: MALI, exercise: true, clock: 'published', position, model: { replay: 1, fork: 1 } });
    expect(await product.system.ends()).toEqual(before);
    await product.system.http.send('POST', `/situations/${MALI}/observations`, { ...observation, subject: 'kayes' });
    expect((await fork(asked)).text).toBe(text);
    expect((await forked({ ...CRISIS, ...LEFT_OUT })).position).not.toBe(position);
  });

  it('takes changes as patches of what was recorded, and additions as their routes do', async () => {
    const closures = await idOf('schools', 'closed');
    const course = await forked({
      ...CRISIS,
      change: [{ eventId: closures, data: { value: { status: 'open' }, validTo: null } }],
      add: [{ type: 'observation', body: observation }],
    });
    expect(course.edits.map(({ edit, does, kind }) => [edit, does, kind])).toEqual([
      ['change.0', 'changed', 'schools'],
      ['add.0', 'added', 'fuel-inflow'],
    ]);
    expect(course.differences.map(({ key, from }) => [key, from])).toEqual([
      ['fuel-inflow/country', '2025-10-22'],
      ['schools/country', '2025-10-27'],
    ]);
  });
});

const observation = {
  kind: 'fuel-inflow',
  subject: 'country',
  value: { tankersPerDay: 40 },
  occurred: { from: '2025-10-22', precision: 'day' },
  publishedAt: { at: '2025-10-22', precision: 'day', basis: 'assumed' },
  source: { id: 'exercise', title: 'Exercise' },
};
const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('what is malformed or cannot be', () => {
  it.each<[object, number, string, string]>([
    [{ from: '2025-11-12', to: '2025-10-20' }, 400, 'to', 'range-reversed'],
    [{ ...CRISIS, clock: 'wall' }, 400, 'clock', 'not-allowed-value'],
    [{ from: '2024-01-01', to: '2025-11-12' }, 400, 'to', 'period-too-long'],
    [{ ...CRISIS, to: '2999-01-01', from: '2998-12-31' }, 400, 'to', 'known-at-in-future'],
    [{ from: '2025-10-20' }, 400, 'to', 'missing'],
    [{ ...CRISIS, position: 'x' }, 400, 'position', 'position-malformed'],
    [{ ...CRISIS, leaveOut: Array.from({ length: 501 }, () => ({ eventId: NOWHERE })) }, 400, 'leaveOut', 'too-many-edits'],
    [{ ...CRISIS, leaveOut: [{}] }, 400, 'leaveOut.0', 'missing'],
    [{ ...CRISIS, leaveOut: [{ eventId: NOWHERE, kind: 'schools' }] }, 400, 'leaveOut.0.eventId', 'not-allowed-value'],
    [{ ...CRISIS, leaveOut: [{ eventId: 'ml-035' }] }, 400, 'leaveOut.0.eventId', 'id-malformed'],
    [{ ...CRISIS, leaveOut: [{ eventId: NOWHERE }] }, 404, 'leaveOut.0.eventId', 'event-not-found'],
    [{ ...CRISIS, leaveOut: [{ kind: 'shools' }] }, 422, 'leaveOut.0', 'selects-nothing'],
    [{ ...CRISIS, ...LEFT_OUT, move: [{ kind: 'schools', by: '1d' }] }, 422, 'move.0.eventId', 'event-edited-twice'],
    [{ ...CRISIS, move: [{ kind: 'schools' }] }, 400, 'move.0.by', 'missing'],
    [{ ...CRISIS, move: [{ kind: 'schools', by: 'a week' }] }, 400, 'move.0.by', 'malformed'],
    [{ ...CRISIS, move: [{ kind: 'schools', by: '5h' }] }, 422, 'move.0.by', 'coarser-than-move'],
    [{ ...CRISIS, add: [{ type: 'close', body: { reason: 'x' } }] }, 400, 'add.0.type', 'not-allowed-value'],
    [
      { ...CRISIS, add: [{ type: 'observation', body: { ...observation, value: { tankersPerDay: -1 } } }] },
      400,
      'add.0.body.value',
      'out-of-range',
    ],
    [
      { ...CRISIS, add: [{ type: 'claim', incidentId: 'nil', body: { claimId: 'c', figures: [] } }] },
      404,
      'add.0.body.incidentId',
      'incident-not-found',
    ],
    [{ ...CRISIS, colour: 'red' }, 400, 'colour', 'unknown-field'],
  ])('%j is refused', async (body, status, field, code) => {
    const before = await product.system.ends();
    const answer = await fork(body);
    expect([answer.status, answer.body.errors?.map((error) => [error.field, error.code])]).toEqual([status, [[field, code]]]);
    expect(await product.system.ends()).toEqual(before);
  });

  it('names the field of a change that its route would not take', async () => {
    const eventId = await idOf('schools', 'closed');
    const { status, body } = await fork({ ...CRISIS, change: [{ eventId, data: { value: { status: 'ajar' } } }] });
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ field: 'change.0.data.value', code: 'not-allowed-value' })]]);
  });

  it('tells an event of another situation from one that is none, and a situation that nobody opened', async () => {
    const eventId = await idOf('schools', 'closed');
    const { status, body } = await fork({ ...CRISIS, leaveOut: [{ eventId }] }, WITHOUT);
    expect([status, body.code]).toEqual([422, 'event-of-another-situation']);
    expect((await fork(CRISIS, 'nowhere')).body.code).toBe('situation-not-found');
  });

  it('is turned away where too many are under way, and let in again afterwards', async () => {
    const long = { from: '2025-08-01', to: '2025-11-30' };
    const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await fork(long)).status));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(8);
    expect(statuses).toContain(429);
    expect((await fork(CRISIS)).status).toBe(200);
  });

  it('is described in OpenAPI', async () => {
    const { body } = await product.system.http.get<{ paths: Record<string, { post?: { responses: object } }> }>('/openapi.json');
    expect(Object.keys(body.paths['/situations/{situationId}/forks']!.post!.responses)).toEqual(['200', 'default']);
  });
});
