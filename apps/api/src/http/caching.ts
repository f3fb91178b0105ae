import type { FastifyInstance } from 'fastify';

/** An answer is of its moment, and the next may differ: whoever stands between, or asks again, is not to keep it, but where a route says otherwise. */
export const forbidCaching = (server: FastifyInstance): void => {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
};
