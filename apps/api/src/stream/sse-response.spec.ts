import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { SseResponse } from './sse-response.js';

const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** An answer and the client that it is for, which reads nothing by itself. */
const withClient = async (use: (out: SseResponse, client: IncomingMessage, waiting: () => number) => Promise<void>): Promise<void> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const asked = get({ port: (server.address() as AddressInfo).port, agent: false });
    const [, raw] = await once(server, 'request');
    const out = new SseResponse(raw);
    const [client] = (await once(asked, 'response')) as [IncomingMessage];
    await use(out, client, () => raw.writableLength as number);
    client.destroy();
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

describe('an answer of server-sent events', () => {
  it('is not written into a socket that is full, however long its reader takes', () =>
    withClient(async (out, client, waiting) => {
      client.pause();
      let written = 0;
      let most = 0;
      const writing = (async () => {
        while (await out.write(CHUNK)) {
          written += 1;
          most = Math.max(most, waiting());
        }
      })();
      let before = -1;
      await eventually(() => {
        const now = written;
        const stands = now === before && now > 0;
        before = now;
        if (!stands) throw new Error('still writing');
      });
      // What the kernel takes is its own; of ours there is one chunk, and what HTTP puts around it.
      expect(waiting()).toBeLessThan(2 * CHUNK.length);
      expect(most).toBeLessThan(2 * CHUNK.length);
      const stood = written;
      client.resume();
      await eventually(() => expect(written).toBeGreaterThan(stood + 50));
      client.destroy();
      await writing;
    }));

  it('knows that its reader is gone, while it writes and while it waits', () =>
    withClient(async (out, client) => {
      const waiting = out.wait(1e9);
      client.destroy();
      expect(await waiting).toBe(false);
      await out.gone;
      expect(await out.write(CHUNK)).toBe(false);
    }));

  it('ends with its last words, also for one that waits', () =>
    withClient(async (out, client) => {
      const waiting = out.wait(1e9);
      out.end('retry: 1000\n\n');
      expect(await waiting).toBe(false);
      let text = '';
      for await (const part of client.setEncoding('utf8')) text += part;
      expect(text).toBe('retry: 1000\n\n');
      await out.gone;
    }));
});
