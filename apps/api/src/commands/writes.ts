import { HttpStatus, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answer } from './answers.js';
import { conditionsOf } from './conditions.js';
import { DryRun } from './dry-run.handlers.js';
import type { Request } from './kinds.js';
import { Submit } from './submit.handlers.js';

/** What every write over HTTP has in common: its headers, the bus, its answer. */
@Injectable()
export class Writes {
  constructor(
    private readonly bus: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async submit(request: Request, http: FastifyRequest, reply: FastifyReply): Promise<object> {
    const conditions = conditionsOf(http.headers);
    if (conditions.idempotencyKey !== undefined) reply.header('idempotency-key', conditions.idempotencyKey);
    const outcome = await this.bus.execute(new Submit(request, { ...conditions, correlationId: http.id }));
    return answer(reply, request.of.situationId, outcome);
  }

  /** What the request would change, without recording it. */
  async rehearse(request: Request, http: FastifyRequest, reply: FastifyReply): Promise<object> {
    const { ifMatch } = conditionsOf(http.headers);
    reply.status(HttpStatus.OK);
    return this.queries.execute(new DryRun(new Submit(request, { correlationId: http.id, ...(ifMatch === undefined ? {} : { ifMatch }) })));
  }
}
