import { connect, type Socket } from 'node:net';

export type Answer = { readonly status: number; readonly body: string };

/**
 * One keep-alive connection that asks one thing at a time. By hand, since on the machine that is measured a client costs what the server lacks:
 * it reads the status, and a body of the length that its head says. One that the server closed meanwhile, since nothing was asked for long, is
 * opened anew.
 */
export const openConnection = async (url: string) => {
  const { hostname, port } = new URL(url);
  let received: Buffer;
  let asked: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  const end = (error: Error) => {
    asked?.reject(error);
    asked = undefined;
  };
  const take = (socket: Socket, chunk: Buffer): void => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const head = received.indexOf('\r\n\r\n');
    if (head === -1) return;
    const text = received.toString('latin1', 0, head);
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    if (length === undefined) {
      socket.destroy(new Error(`an answer without a length: ${text}`));
      return;
    }
    if (received.length < head + 4 + Number(length)) return;
    const answer = { status: Number(text.slice(9, 12)), body: received.toString('utf8', head + 4) };
    received = Buffer.alloc(0);
    asked?.resolve(answer);
    asked = undefined;
  };
  const open = async (): Promise<Socket> => {
    received = Buffer.alloc(0);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.on('error', end).on('close', () => end(new Error('the connection was closed')));
    return socket.on('data', (chunk: Buffer) => take(socket, chunk));
  };

  let socket = await open();
  return {
    ask: async (method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
      if (socket.destroyed) socket = await open();
      return new Promise((resolve, reject) => {
        asked = { resolve, reject };
        const text = body === undefined ? '' : JSON.stringify(body);
        const said = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        const typed = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
        socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${typed}${said.join('')}\r\n${text}`);
      });
    },
    close: (): void => void socket.destroy(),
  };
};

export type Connection = Awaited<ReturnType<typeof openConnection>>;
