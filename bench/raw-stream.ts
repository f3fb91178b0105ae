import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nowMs } from './received.js';

/** Node alone: a server that writes the same bytes to whoever listens, one after the other. */
export const rawStream = async () => {
  const open = new Set<ServerResponse>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: opening\ndata: {}\n\n');
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream`,
    /** Answers when it began. */
    write: (frame: Buffer): number => {
      const began = nowMs();
      for (const response of open) response.write(frame);
      return began;
    },
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
