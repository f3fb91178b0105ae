import { describe, expect, it } from '@jest/globals';
import { overview, situationAnswer, timelineEntry, travelStatus } from './answers.example.js';
import { asked } from './asked.example.js';
import { severity, severityPoint } from './severity.example.js';
import { answering, type Handle, runCli, withServer } from './api-server.example.js';

const ask = (handle: Handle, ...args: string[]) => withServer(handle, (url) => runCli([...args, '--url', url]));

/** Answers each address with its own, and keeps what was asked. */
const routing =
  (routes: Record<string, unknown>, seen: URL[]): Handle =>
  (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    seen.push(url);
    const answer = routes[url.pathname];
    answering(answer ?? { title: 'There is no such address', status: 404 }, answer === undefined ? 404 : 200)(request, response);
  };

describe('a question', () => {
  it('carries moment, clock, position and filter, and prints the answer as it is with --json', async () => {
    const seen: URL[] = [];
    const args = [
      '--clock',
      'published',
      '--valid-at',
      '2025-10-31T01:00:00+01:00',
      '--known-at',
      'x',
      '--position',
      '3-1',
      '--authority',
      'US-STATE',
    ];
    const { code, out } = await ask(
      routing({ '/situations/mali-2025/status': travelStatus }, seen),
      'status',
      'mali-2025',
      ...args,
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(travelStatus);
    expect(Object.fromEntries(seen[0]!.searchParams)).toEqual({
      clock: 'published',
      validAt: '2025-10-31T01:00:00+01:00',
      knownAt: 'x',
      position: '3-1',
      authority: 'US-STATE',
    });
  });

  it('follows cursors up to the limit', async () => {
    const seen: URL[] = [];
    const page = { ...asked, items: Array.from({ length: 500 }, () => timelineEntry()), next: 'more' };
    const { code, out } = await ask(
      routing({ '/situations/m/timeline': page }, seen),
      'timeline',
      'm',
      '--limit',
      '1000',
      '--kind',
      'attack',
    );
    expect(code).toBe(0);
    expect(out).toContain('1000 events.\nThere are more');
    expect(seen.map(({ searchParams }) => [searchParams.get('limit'), searchParams.get('cursor'), searchParams.get('kind')])).toEqual([
      ['500', null, 'attack'],
      ['500', 'more', 'attack'],
    ]);
  });

  it('of the whole situation is asked at one moment and position', async () => {
    const seen: URL[] = [];
    const routes = {
      '/situations/mali-2025': situationAnswer,
      '/situations/mali-2025/status': travelStatus,
      '/situations/mali-2025/severity': severity,
      '/situations/mali-2025/severity/history': { ...asked, points: [severityPoint('2025-11-03', 78.2)] },
      '/situations/mali-2025/guidance-changes': { ...asked, items: overview.changes, next: null },
      '/situations/mali-2025/timeline': { ...asked, items: [timelineEntry(), timelineEntry({ kind: 'situation' })], next: null },
    };
    const { code, out } = await ask(routing(routes, seen), 'overview', 'mali-2025');
    expect(code).toBe(0);
    expect(out).toContain('2 events recorded; the last report is of 2025-09-14');
    expect(seen.slice(1).every(({ searchParams }) => searchParams.get('position') === '3-125' && searchParams.has('validAt'))).toBe(true);
    expect(seen.at(-1)?.searchParams.get('from')).toBe('2024-09-14T00:00:00.000Z');
  });

  it('of the audit is put out as one table over all its pages', async () => {
    const seen: URL[] = [];
    const { code, lines } = await ask(
      (request, response) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        seen.push(url);
        const link = url.searchParams.has('cursor') ? {} : { link: '<?format=csv&cursor=more>; rel="next"' };
        response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8', ...link });
        response.end(`head\r\n${url.searchParams.get('cursor') ?? 'first'}\r\n`);
      },
      'audit',
      'm',
      '--csv',
      '--understated',
    );
    expect([code, lines]).toEqual([0, ['head\r\nfirst\r\nmore\r']]);
    expect(seen.map(({ searchParams }) => [searchParams.get('format'), searchParams.get('understatedOnly')])).toEqual([
      ['csv', 'true'],
      ['csv', 'true'],
    ]);
  });

  it('of the course needs both ends', async () => {
    const { code, err } = await runCli(['severity', 'm', '--from', '2025-10-01T00:00:00Z']);
    expect([code, err]).toEqual([1, 'a course needs both --from and --to']);
  });
});

describe('what goes wrong', () => {
  it('is told by the option and its reason, without a trace', async () => {
    const problem = {
      title: 'A time lacks its offset',
      status: 400,
      code: 'offset-missing',
      detail: 'validAt: an instant needs its offset',
      errors: [{ field: 'validAt', code: 'offset-missing', message: 'an instant needs its offset' }],
    };
    const { code, out, err } = await ask(answering(problem, 400), 'status', 'mali-2025', '--valid-at', '2025-10-29');
    expect([code, out, err]).toEqual([1, '', 'A time lacks its offset (400 offset-missing)\n  --valid-at: an instant needs its offset']);
  });
  it('says how to start an api that is not there', async () => {
    const gone = await withServer(answering({}), async (url) => url);
    const { code, err } = await runCli(['status', 'mali-2025'], gone);
    expect([code, err]).toEqual([4, `Cannot reach the api at ${gone}: connection refused. Start it with: npm start`]);
  });
  it('says why an address cannot be asked', async () => {
    const { code, err } = await runCli(['status', 'm', '--url', 'http://127.0.0.1:1']);
    expect([code, err]).toEqual([4, 'Cannot reach the api at http://127.0.0.1:1: bad port. Start it with: npm start']);
  });
  it('ends with 4 where the connection breaks', async () => {
    const { code, err } = await ask((request) => void request.socket.destroy(), 'status', 'm');
    expect([code, err]).toEqual([4, expect.stringContaining('ended before the answer did. Is the api still running?')]);
  });
  it('ends with 4 where the api is not ready', async () =>
    expect((await ask(answering({ title: 'Not ready', status: 503 }, 503), 'status', 'm')).code).toBe(4));
  it('knows another server from the api', async () => {
    const { code, err } = await ask((_request, response) => void response.end('<html>'), 'status', 'm');
    expect([code, err]).toEqual([1, expect.stringContaining('answered with what is no JSON')]);
  });
  it.each([
    ['status'],
    ['nonsense'],
    ['status', 'm', '--clock', 'wall'],
    ['timeline', 'm', '--limit', '0'],
    ['audit', 'm', '--csv', '--json'],
    ['audit', 'm', '--csv', '--limit', '5'],
    ['audit', 'm', '--event', 'e', '--understated'],
    ['status', 'm', '--url', 'ftp://x'],
  ])('ends with 1 on wrong usage: %s %s %s', async (...args) => {
    const { code, err } = await runCli(args);
    expect(code).toBe(1);
    expect(err).not.toMatch(/ at .*\.ts/);
  });
  it('is documented: --help ends with 0 and lists the exit codes', async () => {
    const { code, out } = await runCli(['--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/Exit codes:\n +0 +all good[^]*4 +the api, PostgreSQL or Kafka cannot be reached/);
  });
});
