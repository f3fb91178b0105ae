import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inCheckout } from '../../../infra/local-stack/paths.mjs';
import { type Handle, withServer } from './api-server.example.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timeline-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const PIPE = 'reader=$1; shift; "$@" | $reader; exit ${PIPESTATUS[0]}';

/** `timeline … | reader`: what `timeline` ended with. */
const endOf = async (reader: string, ...args: string[]): Promise<unknown> => {
  const shell = spawn('bash', ['-c', PIPE, 'bash', reader, process.execPath, inCheckout('dist/apps/cli/src/main.js'), ...args], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: 'ignore',
  });
  const [code] = (await once(shell, 'exit')) as unknown[];
  return code;
};

/** Rejects a line every 10 ms. */
const rejecting =
  (lines: number): Handle =>
  (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    let line = 0;
    const timer = setInterval(() => {
      response.write(
        `${JSON.stringify({ line: ++line, id: 'a', status: 'rejected', code: 'missing', detail: 'is missing', errors: [] })}\n`,
      );
      if (line === lines) response.end();
    }, 10);
    response.once('close', () => clearInterval(timer));
  };

const endOfImport = async (reader: string, lines: number, ...options: string[]): Promise<unknown> => {
  const file = join(folder, 'mali-2025.chronicle.jsonl');
  await writeFile(file, '{"id":"a"}\n'.repeat(lines));
  return withServer(rejecting(lines), (url) => endOf(reader, 'import', 'chronicle', file, '--url', url, ...options));
};

describe('a reader that closes the pipe early', () => {
  it('leaves an import unsettled that has not come to its end', async () =>
    expect(await endOfImport('head -n 1', 1_000, '--json')).toBe(3));
  it('changes nothing about how a command ended that has', async () => {
    expect(await endOfImport('true', 1)).toBe(2);
    expect(await endOf('true', '--help')).toBe(0);
  });
});
