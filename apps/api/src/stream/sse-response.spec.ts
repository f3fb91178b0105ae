import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { SseResponse } from './sse-response.js';

const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** An answer and the client that it is for, which reads nothing by itself. */
const withClient = async (
  use: (out: SseResponse, client: IncomingMessage, waiting: () => number) => Promise<void>,
  { silentMs = 0 } = {},
): Promise<void> => {
  const server = createServer();
  server.timeout = silentMs;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const asked = request({ port: (server.address() as AddressInfo).port, agent: false }).end();
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

  it('is not cut off like other answers when its reader takes nothing for a while', () =>
    withClient(
      async (out, client, waiting) => {
        client.pause();
        while (waiting() < CHUNK.length) void out.write(CHUNK);
        await pause(500);
        expect(out.closed).toBe(false);
        client.resume();
        await eventually(() => expect(waiting()).toBe(0));
      },
      { silentMs: 100 },
    ));

  it('ends at once where only its headers are asked for, of a client that stays', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
    try {
      client.write('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n');
      const [, raw] = await once(server, 'request');
      const out = new SseResponse(raw);
      const [head] = await once(client, 'data');
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: text\/event-stream; charset=utf-8\r\n/);
      await eventually(() => expect(out.closed).toBe(true), { within: 1_000 });
      await out.gone;
      expect(await out.write(CHUNK)).toBe(false);
    } finally {
      client.destroy();
      server.close();
    }
  });

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
