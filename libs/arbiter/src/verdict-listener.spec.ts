import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { VerdictListener } from './verdict-listener.js';

/** Longer than it takes to connect again after a connection was lost. */
const WOULD_BE_BACK_MS = 1_500;

it('a listener that could not begin is none: nobody stops it, and it does not go on trying', async () => {
  let tries = 0;
  const server = createServer((socket) => {
    tries += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const listener = new VerdictListener(
    `postgres://nobody@127.0.0.1:${port}/nothing`,
    () => undefined,
    () => undefined,
  );
  await expect(listener.start()).rejects.toThrow('terminated');
  await pause(WOULD_BE_BACK_MS);
  expect(tries).toBe(1);
  server.close();
});
