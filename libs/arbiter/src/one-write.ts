import type { Writable } from 'node:stream';
import type { ClientBase } from 'pg';

/**
 * Sends all that `send` asks of the connection, before it first waits, in one write to the socket: the driver makes one for each statement. The
 * socket is the driver's own, and not in its types.
 */
export const inOneWrite = <Sent>(client: ClientBase, send: () => Sent): Sent => {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
};
