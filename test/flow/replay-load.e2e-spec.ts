import { execFile, execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { eventually } from '../support/eventually.js';
import type { ProblemDetails } from '../support/http-client.js';
import { allMessages, SseClient } from '../support/sse-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const SESSIONS = 200;
const MIB = 1024 * 1024;
/** The p99 of commands during the replays, in times that without: the target is 5, and on a machine with other work only twice that is a fault. */
const P99_FAILS_AT = 10;
/** How long the slow readers read, in seconds. */
const SLOW_SECONDS = Number(process.env['SLOW_READERS_SECONDS'] ?? 20);

beforeAll(async () => {
  await product.system.http.importLines(MALI, chronicleLines());
  await product.system.http.send('PUT', '/situations/busy', { title: 'Busy', destinations: ['NE'] });
}, 60_000);

const urlOf = (query: Record<string, string>) => product.system.http.url(`/situations/${MALI}/replay?${new URLSearchParams(query)}`);
/** Resident memory of the api, in bytes. */
const memory = (): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(product.system.api.pid)], { encoding: 'utf8' })) * 1024;

let number = 0;
const command = async (): Promise<number> => {
  const began = performance.now();
  const { status } = await product.system.http.send('POST', '/situations/busy/observations', {
    observationId: `o-${++number}`,
    kind: 'schools',
    subject: `town-${number % 50}`,
    value: { status: number % 2 === 0 ? 'open' : 'closed' },
    occurred: { from: '2025-10-29T12:00:00Z', precision: 'instant' },
    source: { id: 's', title: 'S' },
  });
  if (status !== 201) throw new Error(`a command was answered with ${status}`);
  return performance.now() - began;
};

/** Commands a second that a few writers get through, each waiting for its answer. */
const capacity = async (): Promise<number> => {
  const [began, first] = [performance.now(), number];
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (performance.now() - began < 3_000) await command();
    }),
  );
  return ((number - first) * 1_000) / (performance.now() - began);
};

/** Sends commands at a fixed rate, whatever their answers take, until `done`. The 99th of a hundred, in milliseconds. */
const p99During = async (rate: number, done: Promise<unknown>): Promise<number> => {
  let going = true;
  void done.finally(() => (going = false));
  const sent: Promise<number>[] = [];
  for (const began = performance.now(); going;) {
    while (sent.length < ((performance.now() - began) * rate) / 1_000) sent.push(command());
    await setTimeout(5);
  }
  const took = (await Promise.all(sent)).sort((a, b) => a - b);
  return took[Math.floor(took.length * 0.99)]!;
};

/** In a process of its own, so that what the readers cost is not taken for what the api takes: asks `count` times at once, and hashes the answers. */
const READERS = `
  const { createHash } = require('node:crypto');
  const { get } = require('node:http');
  const [url, count] = process.argv.slice(1);
  const hashOf = () => new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    get(url, { agent: false }, (response) => response.on('data', (part) => hash.update(part)).on('end', () => resolve(response.statusCode + ' ' + hash.digest('hex'))))
      .on('error', reject);
  });
  Promise.all(Array.from({ length: Number(count) }, hashOf)).then((hashes) => console.log(JSON.stringify(hashes)));
`;

const hashesOf = async (url: string): Promise<string[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', READERS, url, String(SESSIONS)]);
  return JSON.parse(stdout) as string[];
};

describe(`${SESSIONS} replays of the chronicle at once`, () => {
  it('are the same bytes, in bounded memory, while commands are answered', async () => {
    await command();
    const rate = (await capacity()) / 4;
    const without = await p99During(rate, setTimeout(10_000));
    const position = `${product.system.partitionOf(MALI)}-${(await product.system.ends())[product.system.partitionOf(MALI)]! - 1}`;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, memory())), 100);
    const replaying = hashesOf(urlOf({ position }));
    const during = await p99During(rate, replaying).finally(() => clearInterval(watch));
    const hashes = await replaying;
    const messages = await allMessages(urlOf({ position }));
    process.stdout.write(
      `replay load: ${Math.round(rate)} commands/s, p99 ${without.toFixed(1)} ms without and ${during.toFixed(1)} ms with ${SESSIONS} replays of ` +
        `${messages.length} messages; api ${Math.round(most / MIB)} MiB\n`,
    );
    expect(hashes).toHaveLength(SESSIONS);
    expect([...new Set(hashes)]).toEqual([expect.stringMatching(/^200 /)]);
    expect(messages.at(-1)).toMatchObject({ event: 'end' });
    expect(most).toBeLessThan(400 * MIB);
    expect(during).toBeLessThan(P99_FAILS_AT * without);
  }, 120_000);

  it('are not more than are allowed from one address, and what is closed makes room', async () => {
    const url = urlOf({ from: '2025-10-20', to: '2025-10-30', speed: '1' });
    const open: SseClient[] = [];
    for (let count = 0; count < 256; count++) open.push(await SseClient.open(url));
    const refused = await product.system.http.send<ProblemDetails>('GET', `/situations/${MALI}/replay`);
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 'too-many-streams-of-client', '2']);
    for (const client of open) client.close();
    await eventually(async () => expect(await allMessages(urlOf({ from: '2025-10-28', to: '2025-10-28' }))).not.toHaveLength(0));
  }, 60_000);
});

describe('20 readers that take a frame a second', () => {
  it(
    `do not grow the api in ${SLOW_SECONDS} s`,
    async () => {
      const question = { from: '2025-01-01', to: '2026-06-01', step: 'hour' };
      const readers = await Promise.all(Array.from({ length: 20 }, () => SseClient.open(urlOf(question))));
      const reading = Promise.all(readers.map((reader) => reader.readSlowly({ bytes: 6_000, every: 1_000, during: SLOW_SECONDS * 1_000 })));
      await setTimeout((SLOW_SECONDS * 1_000) / 2);
      const half = memory();
      const read = await reading;
      const end = memory();
      for (const reader of readers) reader.close();
      process.stdout.write(`slow readers: api ${Math.round(half / MIB)} MiB at half time, ${Math.round(end / MIB)} MiB at the end\n`);
      expect(Math.min(...read)).toBeGreaterThan(SLOW_SECONDS / 4);
      expect(end - half).toBeLessThan(32 * MIB);
      expect(end).toBeLessThan(400 * MIB);
    },
    SLOW_SECONDS * 1_000 + 60_000,
  );
});
