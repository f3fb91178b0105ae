import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answer } from './answers.js';
import { conditionsOf } from './conditions.js';
import type { Request } from './kinds.js';
import { Submit } from './submit.handlers.js';

/** What every write over HTTP has in common: its headers, the bus, its answer. */
@Injectable()
export class Writes {
  constructor(private readonly bus: CommandBus) {}

  async submit(request: Request, http: FastifyRequest, reply: FastifyReply): Promise<object> {
    const conditions = conditionsOf(http.headers);
    if (conditions.idempotencyKey !== undefined) reply.header('idempotency-key', conditions.idempotencyKey);
    const outcome = await this.bus.execute(new Submit(request, { ...conditions, correlationId: http.id }));
    return answer(reply, request.of.situationId, outcome);
  }
}
