import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem-of-error.js';
import { detailsOf } from './problems.js';

/** How long to wait before asking again, in seconds: about what a restart takes. */
const RETRY_AFTER = '2';

/** Every answer that is no is one of RFC 9457. What it hides from the client it tells the log, under the correlation id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    const details = detailsOf(problem);
    if (details.status >= 500) {
      request.log.error({ err: error }, problem.code);
      details.instance = `urn:correlation:${encodeURIComponent(request.id)}`;
      if (problem.code === 'internal-error') details.detail = 'what happened is in the log, under the correlation id';
    }
    if (details.status === 503 || details.status === 429) reply.header('retry-after', RETRY_AFTER);
    if (reply.raw.headersSent) return;
    void reply.status(details.status).type('application/problem+json').send(details);
  }
}
