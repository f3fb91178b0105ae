import { Body, Controller, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OfSituation } from './addresses.dto.js';
import { CorrectionBody, CorrectionQuery } from './correction.dto.js';
import { CORRECTION } from './examples.js';
import { Write } from './write.openapi.js';
import { Writes } from './writes.js';

@ApiTags('record')
@Controller('situations/:situationId/corrections')
export class CorrectionsController {
  constructor(private readonly writes: Writes) {}

  @Post()
  @Write('Correct what an event says, or take it back. Nothing is edited: the record keeps both', CORRECTION)
  correct(
    @Param() of: OfSituation,
    @Query() { dryRun }: CorrectionQuery,
    @Body() body: CorrectionBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const request = { kind: 'correction', of, body } as const;
    return dryRun === 'true' ? this.writes.rehearse(request, http, reply) : this.writes.submit(request, http, reply);
  }
}
