import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Whoever neither sends nor takes anything for so long, in milliseconds, is taken for gone. An import may pause, but not longer. */
export const SILENT_MS = 120_000;

/**
 * Has a socket that was silent for {@link SILENT_MS} cut off where its client was to go on: with the request, or with taking the answer. One that
 * waits for its answer to begin is left alone: most come within 15 s, but a fork of a year may take minutes. Streams see to their readers themselves.
 */
export const cutOffSilent = (server: FastifyInstance): void => {
  server.addHook('onRequest', (request, reply, done) => {
    // With a listener it is up to it; without one node cuts off, as it does between two requests.
    reply.raw.on('timeout', (socket: Socket) => {
      if (!request.raw.complete || reply.raw.headersSent) socket.destroy();
    });
    done();
  });
};
