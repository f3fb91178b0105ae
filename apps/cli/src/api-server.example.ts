import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from './program.js';

// A server and a terminal for the specs of whole commands.

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Listens on a free port of this machine while `use` runs. */
export const withServer = async <T>(handle: Handle, use: (url: string) => Promise<T>): Promise<T> => {
  const server = createServer(handle);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
};

/** One run of the command line, and all that it said. */
export const runCli = async (args: readonly string[], environmentUrl?: string) => {
  const said = { out: [] as string[], err: [] as string[] };
  const terminal = {
    screen: { width: 100, colours: false },
    out: (text: string) => void said.out.push(text),
    err: (text: string) => void said.err.push(text),
  };
  const code = await run(args, terminal, environmentUrl);
  return { code, out: said.out.join('\n'), err: said.err.join('\n'), lines: said.out };
};

export const answering =
  (body: unknown, status = 200): Handle =>
  (_request, response) => {
    response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      .end(JSON.stringify(body));
  };
