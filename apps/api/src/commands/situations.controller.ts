import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OfSituation } from './addresses.dto.js';
import { NoticeBody } from './notice.dto.js';
import { ObservationBody } from './observation.dto.js';
import { ParametersBody, ReasonBody, SituationBody } from './situation.dto.js';
import { CLOSE, NOTICE, OBSERVATION, PARAMETERS, REOPEN, SITUATION } from './examples.js';
import { Write } from './write.openapi.js';
import { Writes } from './writes.js';

@ApiTags('record')
@Controller('situations/:situationId')
export class SituationsController {
  constructor(private readonly writes: Writes) {}

  @Put()
  @Write('Open a situation', SITUATION)
  open(
    @Param() of: OfSituation,
    @Body() body: SituationBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'situation', of, body }, http, reply);
  }

  @Post('parameters')
  @Write('Set parameters of the situation: those named replace the earlier ones', PARAMETERS)
  parameters(
    @Param() of: OfSituation,
    @Body() body: ParametersBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'parameters', of, body }, http, reply);
  }

  @Post('close')
  @Write('Close the situation: nothing more is recorded in it', CLOSE)
  close(@Param() of: OfSituation, @Body() body: ReasonBody, @Req() http: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.writes.submit({ kind: 'close', of, body }, http, reply);
  }

  @Post('reopen')
  @Write('Open a closed situation again', REOPEN)
  reopen(@Param() of: OfSituation, @Body() body: ReasonBody, @Req() http: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.writes.submit({ kind: 'reopen', of, body }, http, reply);
  }

  @Post('notices')
  @Write('Record one publication of a change of guidance', NOTICE)
  notice(@Param() of: OfSituation, @Body() body: NoticeBody, @Req() http: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.writes.submit({ kind: 'notice', of, body }, http, reply);
  }

  @Post('observations')
  @Write('Record a dated report on a thing that has a state', OBSERVATION)
  observation(
    @Param() of: OfSituation,
    @Body() body: ObservationBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'observation', of, body }, http, reply);
  }
}
