import { beforeAll, describe, expect, it } from '@jest/globals';
import { digestOfFacts, type Fact, type Frame } from '../../libs/read-models/src/index.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import type { ProblemDetails } from '../support/http-client.js';
import { allMessages, SseClient, type SseMessage } from '../support/sse-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();

beforeAll(async () => {
  await product.system.http.importLines(MALI, chronicleLines());
}, 60_000);

type Query = Record<string, string>;
const urlOf = (query: Query, situation = MALI) => product.system.http.url(`/situations/${situation}/replay?${new URLSearchParams(query)}`);
const CRISIS = { from: '2025-10-20', to: '2025-11-12' };

const framesOf = (messages: readonly SseMessage[]): Frame[] =>
  messages.flatMap(({ event, data }) => (event === 'frame' ? [data as Frame] : []));
const digests = (messages: readonly SseMessage[]): string[] => framesOf(messages).map(({ digest }) => digest);
const stateAt = async ({ validAt, knownAt, position }: Frame, clock: string) => {
  const asked = { validAt, position, clock, ...(knownAt === null ? {} : { knownAt }) };
  const { status, body } = await product.system.http.get<Frame & { facts: Fact[] }>(`/situations/${MALI}/state`, asked);
  expect(status).toBe(200);
  return body;
};

describe.each(['recorded', 'published', 'occurred'])('a replay on the clock %s', (clock) => {
  it('gives the same frames at any speed, and each equals the state at its four coordinates', async () => {
    const [opening, ...rest] = await allMessages(urlOf({ clock }));
    const fast = await allMessages(urlOf({ clock, speed: '1000000000x' }));
    expect(opening).toMatchObject({ event: 'opening', data: { exercise: true, clock, frames: rest.length - 1 } });
    expect(rest.at(-1)).toMatchObject({ event: 'end', data: { frames: rest.length - 1 } });
    expect(fast.slice(1)).toEqual(rest);
    const frames = framesOf(rest);
    expect(frames.flatMap(({ events }) => events)).toHaveLength(chronicleLines().length);
    for (const [index, frame] of frames.entries()) {
      if (index % 10 !== 0 && index !== frames.length - 1) continue;
      const state = await stateAt(frame, clock);
      expect([state.digest, state.status, state.severity]).toEqual([frame.digest, frame.status, frame.severity]);
      expect(digestOfFacts(state.facts)).toBe(frame.digest);
    }
  });

  it('goes on where it was left, byte for byte', async () => {
    const all = (await allMessages(urlOf({ clock }))).filter(({ event }) => event === 'frame');
    for (const cut of [0, 7, all.length - 2]) {
      const rest = await allMessages(urlOf({ clock }), { 'last-event-id': all[cut]!.id! });
      expect(rest.slice(0, -1)).toEqual(all.slice(cut + 1));
      expect(rest.at(-1)!.event).toBe('end');
    }
  });

  it('begins at a position', async () => {
    const all = framesOf(await allMessages(urlOf({ clock })));
    const { position } = all[20]!.events[0]!;
    const found = framesOf(await allMessages(urlOf({ clock, fromPosition: position.split('.')[0]! })));
    expect(found).toEqual(all.slice(20));
  });
});

describe('a replay', () => {
  it('answers what the other questions answer', async () => {
    const frames = framesOf(await allMessages(urlOf(CRISIS)));
    expect(frames.length).toBeGreaterThan(15);
    for (const { validAt, knownAt, position, status, severity } of frames.filter((_, index) => index % 4 === 0)) {
      const asked = { validAt, knownAt: knownAt!, position, clock: 'published' } as const;
      const { authorities, combined } = await product.system.http.ask(MALI, '/status', asked);
      expect(status).toEqual({ authorities, combined });
      const { score, band, coverage } = await product.system.http.ask(MALI, '/severity', asked);
      expect(severity).toMatchObject({ score, band, coverage });
    }
  });

  it('by hours tells each hour, with what came in it', async () => {
    const span = { from: '2025-10-30T00:00:00Z', to: '2025-10-31T00:00:00Z' };
    const byHour = framesOf(await allMessages(urlOf({ ...span, step: 'hour' })));
    expect(byHour.map(({ moment }) => moment)).toEqual(
      Array.from({ length: 25 }, (_, hour) => new Date(Date.parse(span.from) + hour * 3_600_000).toISOString()),
    );
    const last = byHour.at(-1)!;
    expect((await stateAt(last, 'published')).digest).toBe(last.digest);
  });

  it('keeps to its speed', async () => {
    const began = Date.now();
    const messages = await allMessages(urlOf({ from: '2025-10-28', to: '2025-10-29', speed: '86400' }));
    expect(digests(messages).length).toBeGreaterThan(1);
    // Two days to the last moment, the end of the second; nothing comes before its time.
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_900);
  });

  it('ends when the api does, with a hint when to come back, and goes on at the next', async () => {
    const slow = await SseClient.open(urlOf({ ...CRISIS, speed: '86400' }));
    const seen: SseMessage[] = [];
    for await (const message of slow.messages()) {
      seen.push(message);
      if (seen.length === 4) await product.system.api.stop();
    }
    expect(seen.at(-1)!.event).toBe('frame');
    await product.system.startApi();
    const rest = await allMessages(urlOf(CRISIS), { 'last-event-id': seen.at(-1)!.id! });
    const whole = await allMessages(urlOf(CRISIS));
    expect([...digests(seen), ...digests(rest)]).toEqual(digests(whole));
  });

  it.each([
    [{ from: '2025-11-12', to: '2025-10-20' }, 'to range-reversed'],
    [{ clock: 'wall' }, 'clock not-allowed-value'],
    [{ speed: '0' }, 'speed out-of-range'],
    [{ speed: '-1' }, 'speed out-of-range'],
    [{ speed: 'fast' }, 'speed malformed'],
    [{ step: 'minute' }, 'step not-allowed-value'],
    [{ from: '2025-10-20T00:00:00' }, 'from offset-missing'],
    [{ to: '2999-01-01' }, 'to known-at-in-future'],
    [{ position: 'x' }, 'position position-malformed'],
    [{ fromPosition: '7-1', from: '2025-10-20' }, 'fromPosition not-allowed-value'],
    [{ step: 'hour', from: '1900-01-01', to: '2025-11-12' }, 'to out-of-range'],
    [{ colour: 'red' }, 'colour unknown-parameter'],
  ])('%j is refused', async (query, fault) => {
    const { status, body } = await product.system.http.get<ProblemDetails>(`/situations/${MALI}/replay`, query);
    expect([status, body.errors?.map(({ field, code }) => `${field} ${code}`)]).toEqual([400, [fault]]);
  });

  it('refuses a position beyond the end, another id than its own, and a situation that nobody opened', async () => {
    const { http, partitionOf } = product.system;
    const partition = partitionOf.call(product.system, MALI);
    for (const path of ['replay', 'state']) {
      const beyond = await http.get<ProblemDetails>(`/situations/${MALI}/${path}`, { position: `${partition}-999999` });
      expect([beyond.status, beyond.body.code]).toEqual([400, 'position-beyond-model']);
      expect((await http.get<ProblemDetails>(`/situations/nowhere/${path}`)).body.code).toBe('situation-not-found');
    }
    const resumed = await http.send<ProblemDetails>('GET', `/situations/${MALI}/replay`, undefined, { 'last-event-id': '12' });
    expect([resumed.status, resumed.body.code]).toEqual([400, 'last-event-id-malformed']);
    const state = await http.get<ProblemDetails>(`/situations/${MALI}/state`, { clock: 'occurred', knownAt: '2025-10-20T00:00:00Z' });
    expect([state.status, state.body.errors?.[0]?.field]).toEqual([400, 'clock']);
  });
});
