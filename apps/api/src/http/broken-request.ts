import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem-of-error.js';
import { detailsOf, Problem } from './problems.js';

/** Node keeps there the answer that a socket waits for or is being given, and goes by it itself where nobody else answers. */
type Serving = Socket & { readonly _httpMessage?: unknown };

/**
 * Answers what is not HTTP at all: there is no request yet, so nothing of the framework runs. Where an earlier request still waits for its answer, or is
 * being given it, this one would be taken for it: then the socket is cut off without any, which says that nothing is known.
 */
export const answerBrokenRequest = (error: NodeJS.ErrnoException, socket: Serving): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const { _httpMessage: answer } = socket;
  if (answer) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(detailsOf(new Problem('malformed-request', 'the request is not HTTP, or its headers are too large')));
  const head = `HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  socket.end(`${head}Connection: close\r\n\r\n${body}`);
};

/** Answers an address that the router cannot read: no route is found, so no filter runs. */
export const answerBadAddress = (error: Error, _request: FastifyRequest, reply: FastifyReply): void => {
  const details = detailsOf(problemOf(error));
  void reply.status(details.status).type('application/problem+json').send(details);
};
