import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

const HEADER = 'x-correlation-id';
const FORM = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's own correlation id where it sent a usable one. */
export const correlationIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string => {
  const sent = headers[HEADER];
  return typeof sent === 'string' && FORM.test(sent) ? sent : randomUUID();
};

/** Answers with the correlation id, and tells the log of each request what is worth telling. */
export const correlate = (server: FastifyInstance): void => {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header(HEADER, request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    request.log.debug({ method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'answered');
    done();
  });
};
