import { describe, expect, it } from '@jest/globals';
import { answering, type Handle, runCli, withServer } from '../api-server.example.js';
import type { RebuildAnswer } from './rebuild.answer.js';

const side = { rows: 1_301, digest: '5f0c1a52b7f5bd4c'.repeat(4) };
const position = '0-0,1-17';
const rebuild = (other: Partial<RebuildAnswer> = {}): RebuildAnswer => ({
  id: 7,
  state: 'switched',
  askedAt: '2026-11-25T09:00:00.000Z',
  movedAt: '2026-11-25T09:00:04.000Z',
  error: null,
  progress: null,
  models: [
    {
      name: 'travel_status',
      version: 1,
      liveVersion: 1,
      comparison: { position, equal: true, live: side, rebuilt: side, difference: null },
    },
  ],
  ...other,
});
const different = rebuild({
  state: 'awaiting-approval',
  models: [
    {
      name: 'travel_status',
      version: 2,
      liveVersion: 1,
      comparison: {
        position,
        equal: false,
        live: side,
        rebuilt: { rows: 1_300, digest: 'e1'.repeat(32) },
        difference: {
          missing: 1,
          added: 0,
          changed: 12,
          columns: { value: 12 },
          keys: [{ situation: 'mali-2025', key: 'US-STATE/ML/departure', rows: 12 }],
          differingKeys: 3,
          examples: [
            {
              position: '1-4.0',
              situation: 'mali-2025',
              key: 'US-STATE/ML/departure',
              live: { value: 'ordered' },
              rebuilt: { value: 'none' },
            },
            {
              position: '1-5.0',
              situation: 'mali-2025',
              key: 'US-STATE/ML',
              live: { value: { departure: 'ordered', airport: 'open' } },
              rebuilt: { value: { departure: 'none', airport: 'open' } },
            },
            { position: '1-6.0', situation: 'mali-2025', key: 'GB-FCDO/ML', live: { day: '2025-10-30' }, rebuilt: null },
          ],
          complete: true,
        },
      },
    },
  ],
});

/** Answers in turn, the last one for ever, and keeps what was asked. */
const inTurn = (answers: readonly unknown[], seen: { method: string; path: string; body: string }[] = []): Handle => {
  let next = 0;
  return (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ method: request.method!, path: request.url!, body });
      answering(answers[Math.min(next++, answers.length - 1)])(request, response);
    });
  };
};
const run = (handle: Handle, ...args: string[]) => withServer(handle, (url) => runCli([...args, '--url', url]));

describe('timeline rebuild', () => {
  it('waits until nothing more happens by itself, and says how to go back', async () => {
    const seen: { method: string; path: string; body: string }[] = [];
    const loading = rebuild({ state: 'loading', progress: { unit: 'records', done: 5, total: 10, rate: 5, eta: 1 } });
    const { code, out } = await run(inTurn([loading, loading, rebuild()], seen), 'rebuild', 'travel_status');
    expect(code).toBe(0);
    expect(out).toContain('Rebuild 7 of travel_status is switched to; the old table is kept.');
    expect(out).toMatch(/travel_status +1 +1,301 +1,301 +equal, digest 5f0c1a52b7f5/);
    expect(out).toContain('timeline rebuilds 7 --roll-back');
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /admin/rebuilds',
      'GET /admin/rebuilds/7',
      'GET /admin/rebuilds/7',
    ]);
    expect(JSON.parse(seen[0]!.body)).toEqual({ readModels: ['travel_status'] });
  });

  it('ends with another code where the rows differ, and tells the difference for people', async () => {
    const { code, out } = await run(inTurn([different]), 'rebuild', 'travel_status');
    expect(code).toBe(5);
    expect(out).toMatch(/travel_status +1 → 2 +1,301 +1,300 +different/);
    expect(out).toContain('12 rows changed, 1 only in the live table, 0 only in the new one; changed columns: value (12).');
    expect(out).toMatch(/US-STATE\/ML\/departure +mali-2025 +12/);
    expect(out).toContain('and 2 more keys');
    expect(out).toContain('1-4.0 US-STATE/ML/departure\n    live  value "ordered"\n    new   value "none"');
    // Of values that are objects what differs.
    expect(out).toContain('live  value {"departure":"ordered"}\n    new   value {"departure":"none"}');
    expect(out).toContain('live  day "2025-10-30"\n    new   no such row');
    expect(out).toContain('timeline rebuilds 7 --approve --reason "…"');
  });

  it('of all read models asks which there are, and need not wait', async () => {
    const seen: { method: string; path: string; body: string }[] = [];
    const queued = rebuild({ state: 'queued' });
    const { code, out } = await run(
      inTurn([{ items: [{ name: 'a' }, { name: 'b' }] }, queued], seen),
      'rebuild',
      'all',
      '--no-wait',
      '--json',
    );
    expect([code, JSON.parse(out)]).toEqual([0, queued]);
    expect(JSON.parse(seen[1]!.body)).toEqual({ readModels: ['a', 'b'] });
  });

  it('that failed says why and ends with 1', async () => {
    const { code, out } = await run(
      inTurn([rebuild({ state: 'failed', error: 'log and record differ at 1-4' })]),
      'rebuild',
      'travel_status',
    );
    expect([code, out.includes('log and record differ at 1-4')]).toEqual([1, true]);
  });
});

describe('timeline rebuilds', () => {
  it.each([
    [['--approve'], 'an approval needs a --reason'],
    [['--reason', 'x'], '--reason goes with --approve'],
    [['--roll-back', '--clean-up'], 'give one of --approve, --roll-back and --clean-up'],
  ])('refuses %j', async (options, words) => {
    const seen: { method: string; path: string; body: string }[] = [];
    const { code, err } = await run(inTurn([rebuild()], seen), 'rebuilds', '7', ...options);
    expect([code, err.includes(words), seen]).toEqual([1, true, []]);
  });

  it.each([
    [['--approve', '--reason', 'meant so'], 'approve', { reason: 'meant so' }],
    [['--roll-back'], 'rollback', {}],
    [['--clean-up'], 'cleanup', {}],
  ])('sends %j to /%s', async (options, path, body) => {
    const seen: { method: string; path: string; body: string }[] = [];
    const { code } = await run(inTurn([rebuild()], seen), 'rebuilds', '7', ...options);
    expect(code).toBe(0);
    expect([seen[0]!.method, seen[0]!.path, JSON.parse(seen[0]!.body)]).toEqual(['POST', `/admin/rebuilds/7/${path}`, body]);
  });

  it('needs a number for what it is to do', async () => {
    expect(await run(inTurn([{ items: [] }]), 'rebuilds', '--clean-up')).toMatchObject({
      code: 1,
      err: expect.stringContaining('say which'),
    });
    expect(await run(inTurn([{ items: [] }]), 'rebuilds')).toMatchObject({ code: 0, out: 'There was no rebuild yet.' });
  });
});
