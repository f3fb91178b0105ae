import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OfSituation } from '../commands/addresses.dto.js';
import { Read } from '../queries/read.openapi.js';
import { ForkBody } from './fork.dto.js';
import { FORK, FORKED } from './fork.examples.js';
import { Forks } from './forks.js';

@ApiTags('replay')
@Controller('situations/:situationId/forks')
export class ForkController {
  constructor(private readonly forks: Forks) {}

  @Post()
  @HttpCode(200)
  @Read(
    'What would have been, had events been left out, moved, changed or added: day by day beside history. An exercise: nothing is recorded',
    FORKED,
  )
  @ApiBody({ required: true, type: ForkBody, examples: { mali: { summary: 'Mali, 2025', value: FORK } } })
  async fork(@Param() { situationId }: OfSituation, @Body() body: ForkBody, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.forks.answer(situationId, body, () => !reply.raw.destroyed);
  }
}
