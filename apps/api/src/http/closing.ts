import type { FastifyInstance } from 'fastify';

/** Requests that are still open then are cut off: what they asked for is known by their command, or can be asked for again. In milliseconds. */
const FINISHED_WITHIN_MS = 6_500;

/**
 * Makes closing end: connections whose answer is under way are not kept alive behind it, and those that do not end are cut off. Streams that
 * go on without end are ended by whoever serves them, in `onModuleDestroy`.
 */
export const closeInTime = (server: FastifyInstance): void => {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
    setTimeout(() => server.server.closeAllConnections(), FINISHED_WITHIN_MS).unref();
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
};
