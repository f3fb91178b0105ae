import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answering, type Handle, runCli, withServer } from '../api-server.example.js';
import { linesOf } from '../http/ndjson.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timeline-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fileOf = async (...lines: string[]): Promise<string> => {
  const file = join(folder, 'mali-2025.chronicle.jsonl');
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  return file;
};

type Answer = (line: number, text: string, response: ServerResponse) => object | undefined;

/** Answers each line as it comes; the connection breaks where there is no answer. */
const importing =
  (answer: Answer): Handle =>
  async (request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    let line = 0;
    for await (const text of linesOf(request)) {
      const result = answer(++line, text, response);
      if (result === undefined) return void setImmediate(() => response.destroy());
      response.write(`${JSON.stringify({ line, ...result })}\n`);
    }
    response.end();
  };
const recorded = (id: string) => ({ id, status: 'recorded', eventIds: ['e-1'], position: '3-17' });
const wrongLine = {
  id: 'b',
  status: 'rejected',
  code: 'out-of-range',
  detail: 'body.place.lat: is above 90',
  errors: [{ field: 'body.place.lat', code: 'out-of-range', message: 'is above 90' }],
};

const importOf = async (file: string, handle: Handle, ...options: string[]) =>
  withServer(handle, (url) => runCli(['import', 'chronicle', file, '--url', url, ...options]));

describe('an import', () => {
  it('sends the file to the situation of its name and counts what is new', async () => {
    const asked: unknown[] = [];
    const file = await fileOf('{"id":"a"}', '{"id":"b"}');
    const { code, out } = await importOf(file, (request, response) => {
      asked.push([request.method, request.url, request.headers['content-type']]);
      importing((_line, text) => recorded(text))(request, response);
    });
    expect(asked).toEqual([['POST', '/situations/mali-2025/import', 'application/x-ndjson']]);
    expect(code).toBe(0);
    expect(out).toContain('into mali-2025: 2 lines in');
    expect(out).toContain('2 new events from 2 lines, 0 unchanged, 0 rejected.');
  });

  it('sends and receives at once, however long the file', async () => {
    const file = await fileOf(...Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ id: `n-${index}`, body: 'x'.repeat(300) })));
    const { code, out } = await importOf(
      file,
      importing((line) => (line % 2 === 0 ? recorded('n') : { ...recorded('n'), status: 'unchanged' })),
    );
    expect(code).toBe(0);
    expect(out).toContain('10000 new events from 10000 lines, 10000 unchanged');
  });

  it('ends with 2 where a line was rejected, and says which and why', async () => {
    const file = await fileOf('{"id":"a"}', '{"id":"b"}');
    const { code, out } = await importOf(
      file,
      importing((line) => (line === 1 ? recorded('a') : wrongLine)),
      '--situation',
      'other',
    );
    expect(code).toBe(2);
    expect(out).toContain('line 2 (b): body.place.lat is above 90 [out-of-range]');
    expect(out).toContain('1 new event from 1 line, 0 unchanged, 1 rejected.');
  });

  it('ends with 3 where a verdict is outstanding', async () => {
    const file = await fileOf('{"id":"a"}', '{"id":"b"}', '{"id":"c"}');
    const unknown = { id: 'a', status: 'unknown', command: '/commands/1' };
    const { code, out } = await importOf(
      file,
      importing((line) => (line === 1 ? unknown : { status: 'not-attempted' })),
    );
    expect(code).toBe(3);
    expect(out).toContain('line 1 (a): no verdict in time, it may yet be recorded; ask GET /commands/1');
    expect(out).toContain('1 without a verdict, 2 not attempted.');
    expect(out).toContain('Run the same import again');
  });

  it('ends with 3 where the connection breaks in the middle, and tells what is known', async () => {
    const file = await fileOf('{"id":"a"}', '{"id":"b"}', '{"id":"c"}');
    const { code, out, err } = await importOf(
      file,
      importing((line) => (line < 3 ? recorded('a') : undefined)),
    );
    expect(code).toBe(3);
    expect(err).toContain('ended before the answer did');
    expect(out).toMatch(/without an answer\./);
  });

  it('prints the result lines and one summary with --json', async () => {
    const file = await fileOf('{"id":"a"}', '');
    const { code, lines } = await importOf(
      file,
      importing((line) => (line === 1 ? recorded('a') : { status: 'blank' })),
      '--json',
    );
    expect(code).toBe(0);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { line: 1, ...recorded('a') },
      { line: 2, status: 'blank' },
      { summary: expect.objectContaining({ situation: 'mali-2025', lines: 2, recorded: 1, newEvents: 1, blank: 1, unanswered: 0 }) },
    ]);
  });

  it('says why the api refuses', async () => {
    const problem = { title: 'The media type is not supported here', status: 415, detail: 'send NDJSON', code: 'media-type-not-supported' };
    const { code, err } = await importOf(await fileOf('{}'), answering(problem, 415));
    expect([code, err]).toEqual([1, 'The media type is not supported here (415 media-type-not-supported)\n  send NDJSON']);
  });

  it('refuses a file that is not there', async () => {
    const { code, err } = await runCli(['import', 'chronicle', join(folder, 'none.jsonl')]);
    expect([code, err]).toEqual([1, `${join(folder, 'none.jsonl')} cannot be read: there is no such file`]);
  });
});

describe('an import of the history of UK travel advice', () => {
  const row = (day: string, more: object = {}) =>
    JSON.stringify({
      authority: 'GB-FCDO',
      slug: 'mali',
      country: 'Mali',
      publishedOn: day,
      datePrecision: 'day',
      seqInDay: 1,
      note: 'Fuel.',
      url: 'https://www.gov.uk/foreign-travel-advice/mali',
      ...more,
    });
  const fcdo = async (handle: Handle, ...rows: string[]) =>
    withServer(handle, async (url) =>
      runCli(['import', 'fcdo-change-history', await fileOf(...rows), '--situation', 'uk', '--json', '--url', url]),
    );

  it('sends each row as a notice; one that cannot be read is a rejected line, and the others land', async () => {
    const sent: string[] = [];
    const { code, lines } = await fcdo(
      (request, response) => {
        if (request.method === 'GET') return answering({ situationId: 'uk' })(request, response);
        importing((_line, text) => {
          sent.push(text);
          return text === '' ? { status: 'blank' } : recorded((JSON.parse(text) as { id: string }).id);
        })(request, response);
      },
      row('2025-10-27'),
      row('2025-10-28', { slug: 'atlantis' }),
      '',
      row('2025-10-29'),
    );
    expect(sent.map((text) => (text === '' ? text : (JSON.parse(text) as { id: string }).id))).toEqual([
      'gb-fcdo:mali:2025-10-27:1',
      '',
      '',
      'gb-fcdo:mali:2025-10-29:1',
    ]);
    expect(code).toBe(2);
    const results = lines.map((text) => JSON.parse(text) as { line?: number; status?: string; detail?: string; summary?: object });
    expect(results.slice(0, -1).map(({ line, status }) => `${line} ${status}`)).toEqual([
      '1 recorded',
      '2 rejected',
      '3 blank',
      '4 recorded',
    ]);
    expect(results[1]!.detail).toBe('slug atlantis is no destination that is known');
    expect(results.at(-1)!.summary).toMatchObject({ lines: 4, recorded: 2, rejected: 1, blank: 1, unanswered: 0 });
  });

  it('sends nothing to a situation that is not there', async () => {
    const asked: unknown[] = [];
    const { code, err } = await fcdo((request, response) => {
      asked.push(request.method);
      answering({ title: 'Not found', status: 404, code: 'situation-not-found', detail: 'there is no situation uk' }, 404)(
        request,
        response,
      );
    }, row('2025-10-27'));
    expect(asked).toEqual(['GET']);
    expect(code).not.toBe(0);
    expect(err).toContain('there is no situation uk');
  });
});
