import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { type Api, openApi } from './api.fixture.js';
import { SITUATION } from './commands/examples.js';

let api: Api;
beforeEach(async () => {
  api = await openApi();
  await api.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => api.close());

const IMPORT = '/situations/mali-2025/import';
const NDJSON = { 'content-type': 'application/x-ndjson' };

/** Sends the beginning of a request, and then nothing more. */
const begin = (request: string): void => {
  const socket = connect((api.app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(request);
  socket.resume();
};

describe('a client that falls silent', () => {
  it('is cut off after two minutes', () => expect(api.app.getHttpServer().timeout).toBe(120_000));

  it('holds neither its place nor its half a body', async () => {
    const held: Socket[] = [];
    api.app.getHttpServer().on('connection', (socket: Socket) => held.push(socket));
    begin(`PUT /situations/mali-2025 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    for (let n = 0; n < 8; n++) {
      begin(`POST ${IMPORT} HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n`);
    }
    const late = async () => {
      const payload = JSON.stringify({ id: 'opened', type: 'situation', body: SITUATION });
      return (await api.app.inject({ method: 'POST', url: IMPORT, payload, headers: NDJSON })).statusCode;
    };
    await eventually(async () => expect(await late()).toBe(503));
    for (const socket of held) socket.setTimeout(100);
    await eventually(() => expect(held.map(({ destroyed }) => destroyed)).toEqual(Array(9).fill(true)));
    await eventually(async () => expect(await late()).toBe(200));
  });
});
