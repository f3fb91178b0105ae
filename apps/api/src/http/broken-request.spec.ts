import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { type Api, openApi } from '../api.fixture.js';
import { SITUATION } from '../commands/examples.js';

const BROKEN = 'nonsense\r\n\r\n';
const BODY = JSON.stringify(SITUATION);
const COMMAND = `PUT /situations/mali-2025 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`;
const LINE = `${JSON.stringify({ id: 'opened', type: 'situation', body: SITUATION })}\n`;
const IMPORT =
  'POST /situations/mali-2025/import HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n';

let api: Api;
let begun: Promise<void>;
let goOn: () => void;
beforeEach(async () => {
  let begin: () => void;
  begun = new Promise((resolve) => (begin = resolve));
  const held = new Promise<void>((resolve) => (goOn = resolve));
  api = await openApi({
    pause: () => {
      begin();
      return held;
    },
  });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => {
  goOn();
  return api.close();
});

/** A socket, and what came on it. */
const dial = (): { socket: Socket; came: () => string; gone: Promise<void> } => {
  const socket = connect((api.app.getHttpServer().address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (part: string) => (text += part));
  return { socket, came: () => text, gone: new Promise((resolve) => socket.once('close', () => resolve())) };
};

describe('what is not HTTP', () => {
  it('is told so, also behind a request that was answered', async () => {
    goOn();
    const { socket, came, gone } = dial();
    socket.write(COMMAND);
    await eventually(() => expect(came()).toMatch(/^HTTP\/1\.1 201 /));
    socket.write(BROKEN);
    await gone;
    expect(came()).toMatch(/HTTP\/1\.1 400 .*"code":"malformed-request"\}$/s);
  });

  it('is no answer to the command before it, which goes on: that one is unknown', async () => {
    const { socket, came, gone } = dial();
    socket.write(COMMAND + BROKEN);
    await begun;
    await gone;
    goOn();
    expect(came()).toBe('');
    await eventually(async () => expect(await api.records()).toBe(1));
  });

  it('puts nothing into an answer that is being given', async () => {
    goOn();
    const { socket, came, gone } = dial();
    socket.write(`${IMPORT}${Buffer.byteLength(LINE).toString(16)}\r\n${LINE}\r\n`);
    await eventually(() => expect(came()).toContain('"status":"recorded"'));
    const answered = came();
    socket.write(BROKEN);
    await gone;
    expect(came()).toBe(answered);
  });
});
