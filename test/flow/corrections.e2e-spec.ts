import { beforeAll, describe, expect, it } from '@jest/globals';
import { OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import { MALI, chronicleLines } from '../support/chronicle.js';
import { expectRecordToAgree } from '../support/checker.js';
import type { ProblemDetails, Recorded } from '../support/http-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const lines = chronicleLines();
const path = `/situations/${MALI}/corrections`;

/** What is asked about the departure of the US staff, on 25 October at noon. */
const AT = '2025-10-25T12:00:00Z';
type Told = { departure: unknown; eventId: string | undefined };
type DryRun = {
  events: unknown[];
  position: string;
  facets: { authority: string; facet: string; periods: { from: string; to: string | null; before: unknown; after: unknown }[] }[];
  severity: { validAt: string; before: { score: number }; after: { score: number } }[];
  incidents: { incidentId: string }[];
};

beforeAll(async () => {
  await product.system.http.importLines(MALI, lines);
}, 60_000);

const send = (body: object, query = '', headers: Record<string, string> = {}) =>
  product.system.http.send<Recorded & ProblemDetails>('POST', `${path}${query}`, body, headers);
const departure = async (query: Record<string, string> = {}): Promise<Told> => {
  const { authorities } = await product.system.http.ask(MALI, '/status', { validAt: AT, ...query });
  const facet = authorities.find(({ authority }) => authority === 'US-STATE')?.facets.departure;
  return { departure: facet?.value, eventId: facet?.eventId };
};
/** The body by which the departure of 24 October was recorded. */
const authorized = () => {
  const line = lines.map(
    (text) => JSON.parse(text) as { id: string; body: { facets: { departure?: string }; authority?: string; occurred: { from: string } } },
  );
  return line.find(({ body }) => body.authority === 'US-STATE' && body.facets.departure === 'authorized')!.body;
};

describe('a correction', () => {
  it('is tried first, and tells what would differ without recording it', async () => {
    const { eventId } = await departure();
    const ends = await product.system.ends();
    const { status, body } = await product.system.http.send<DryRun>('POST', `${path}?dryRun=true`, {
      retracts: eventId,
      reason: 'Another country was meant.',
      cause: 'transcription',
    });
    expect(status).toBe(200);
    expect(body.events).toHaveLength(1);
    expect(body.facets.map(({ authority, facet }) => [authority, facet])).toEqual([['US-STATE', 'departure']]);
    expect(body.facets[0]?.periods).toEqual([
      { from: '2025-10-24T00:00:00.000Z', to: '2025-10-30T00:00:00.000Z', before: 'authorized', after: null },
    ]);
    expect([body.severity, body.incidents]).toEqual([[], []]);
    expect(await product.system.ends()).toEqual(ends);
    expect(await departure()).toMatchObject({ departure: 'authorized' });
  });

  it('is read as corrected and as it was, by every clock', async () => {
    const before = await departure();
    const asked = await product.system.http.ask(MALI, '/status', { validAt: AT });
    const knownBefore = new Date().toISOString();
    const body = authorized();
    const replacement = { type: 'notice', body: { ...body, facets: { ...body.facets, departure: 'ordered' } } };
    const answer = await send({ corrects: before.eventId, replacement, reason: 'The report says ordered.', cause: 'transcription' });
    expect([answer.status, answer.body.eventIds.length]).toEqual([201, 1]);

    const [eventId] = answer.body.eventIds;
    expect(await departure()).toEqual({ departure: 'ordered', eventId });
    // We wrote it down wrongly: the public never knew it so.
    expect(await departure({ clock: 'published', knownAt: AT })).toEqual({ departure: 'ordered', eventId });
    expect(await departure({ clock: 'recorded', knownAt: knownBefore })).toEqual(before);
    expect(await product.system.http.bytes(`/situations/${MALI}/status`, { validAt: asked.validAt, position: asked.position })).toBe(
      JSON.stringify(asked),
    );
  });

  it('names what stands where something else is corrected, and is undone', async () => {
    const { eventId: correction } = await departure();
    const { items } = await product.system.http.ask(MALI, '/timeline', { kind: 'correction' });
    const [entry] = items as unknown as { detail: { corrects: string } }[];
    const original = entry!.detail.corrects;
    const refused = await send({ retracts: original, reason: 'x', cause: 'transcription' });
    expect([refused.status, refused.body.code, refused.body.standing]).toEqual([412, 'fact-superseded', correction]);

    const undone = await send({ retracts: correction, reason: 'It was right.', cause: 'transcription' });
    expect(undone.status).toBe(201);
    expect(await departure()).toEqual({ departure: 'authorized', eventId: original });
    const again = await send({ retracts: correction, reason: 'It was right.', cause: 'transcription' });
    expect([again.status, again.body.eventIds]).toEqual([200, []]);
  });

  it('is given the stored answer under its key', async () => {
    const { eventId } = await departure();
    const body = { retracts: eventId, reason: 'Another country was meant.', cause: 'transcription' };
    const first = await send(body, '', { 'idempotency-key': 'undo-1' });
    const second = await send(body, '', { 'idempotency-key': 'undo-1' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect((await departure()).departure).toBeUndefined();
  });

  it.each<[string, () => object, number, string, string]>([
    ['without a reason', () => ({ retracts: '00000000-0000-4000-8000-000000000000', cause: 'transcription' }), 400, 'missing', 'reason'],
    ['of nothing', () => ({ reason: 'x', cause: 'transcription' }), 400, 'missing', 'corrects'],
    [
      'of an event that is not there',
      () => ({ retracts: '00000000-0000-4000-8000-000000000000', reason: 'x', cause: 'transcription' }),
      404,
      'event-not-found',
      'retracts',
    ],
    [
      'of two events',
      () => ({
        corrects: '00000000-0000-4000-8000-000000000000',
        retracts: '00000000-0000-4000-8000-000000000000',
        reason: 'x',
        cause: 'transcription',
      }),
      400,
      'not-allowed-value',
      'corrects',
    ],
    [
      'for another cause',
      () => ({ retracts: '00000000-0000-4000-8000-000000000000', reason: 'x', cause: 'whim' }),
      400,
      'not-allowed-value',
      'cause',
    ],
  ])('%s is refused, and says why', async (_, body, status, code, field) => {
    const answer = await send(body());
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.field]).toEqual([status, code, field]);
  });

  it('of an event of another situation is refused, and says why', async () => {
    const { http } = product.system;
    await http.send('PUT', '/situations/elsewhere', SITUATION);
    const { body } = await http.send('POST', '/situations/elsewhere/observations', OBSERVATION);
    const answer = await send({ retracts: body.eventIds[0], reason: 'x', cause: 'transcription' });
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.field]).toEqual([422, 'event-of-another-situation', 'retracts']);
  });

  it('whose replacement is wrong names the field in it', async () => {
    const { items } = await product.system.http.ask(MALI, '/guidance-changes', { authority: 'CA-GAC' });
    const replacement = { type: 'notice', body: { ...authorized(), authority: 'CA-GAC', facets: { departure: 'perhaps' } } };
    const answer = await send({ corrects: items[0]!.eventId, replacement, reason: 'x', cause: 'transcription' });
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, 'replacement.body.facets.departure']);
  });

  it('leaves a log that gives the same record when it is folded again', () => expectRecordToAgree(product.system));
});
