import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { cutOffSilent } from './silence.js';

const SILENT_MS = 200;
const SLOW_MS = 700;
const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');

let server: FastifyInstance;
beforeEach(async () => {
  server = fastify({ connectionTimeout: SILENT_MS });
  cutOffSilent(server);
  server.get('/slow', async () => {
    await pause(SLOW_MS);
    return 'at last';
  });
  server.get('/large', async () => LARGE);
  server.post('/taken', async () => 'taken');
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => server.close());

const send = (request: string): Socket => {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(request);
  return socket;
};
const cutOff = async (): Promise<void> => {
  const [socket] = (await once(server.server, 'connection')) as [Socket];
  await new Promise((resolve) => socket.once('close', resolve));
};

describe('a client that is silent', () => {
  it('in the midst of its request is cut off', async () => {
    const cut = cutOff();
    send('POST /taken HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    await cut;
  });

  it('in the midst of its answer is cut off', async () => {
    const cut = cutOff();
    send('GET /large HTTP/1.1\r\nHost: a\r\n\r\n').pause();
    await cut;
  });

  it('before its answer begins is waited for, as it waits', async () => {
    const socket = send('GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').setEncoding('utf8');
    let text = '';
    for await (const part of socket) text += part;
    expect(text).toMatch(/^HTTP\/1\.1 200 OK.*at last$/s);
  });
});
