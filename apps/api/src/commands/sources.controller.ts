import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SOURCES_SITUATION } from '../../../../libs/situations/src/index.js';
import { NamesSource, type OfSource } from './addresses.dto.js';
import { CheckBody, DegradationBody, RecoveryBody, RegistrationBody } from './source.dto.js';
import { CHECK, DEGRADATION, RECOVERY, REGISTRATION } from './source.examples.js';
import { Write } from './write.openapi.js';
import { Writes } from './writes.js';

const at = ({ sourceId }: NamesSource): OfSource => ({ situationId: SOURCES_SITUATION, sourceId });

/** What we read, and when somebody looked: notices and observations name their source by its id. */
@ApiTags('sources')
@Controller('sources/:sourceId')
export class SourcesController {
  constructor(private readonly writes: Writes) {}

  @Put()
  @Write('Register a source', REGISTRATION)
  register(
    @Param() of: NamesSource,
    @Body() body: RegistrationBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'source', of: at(of), body }, http, reply);
  }

  @Post('checks')
  @Write('Record that somebody looked; an unchanged payload is recorded at most hourly', CHECK)
  check(@Param() of: NamesSource, @Body() body: CheckBody, @Req() http: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.writes.submit({ kind: 'source-check', of: at(of), body }, http, reply);
  }

  @Post('degrade')
  @Write('Record that what comes from the source is not to be taken for now', DEGRADATION)
  degrade(
    @Param() of: NamesSource,
    @Body() body: DegradationBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'source-degradation', of: at(of), body }, http, reply);
  }

  @Post('recover')
  @Write('Record that the source is well again', RECOVERY)
  recover(
    @Param() of: NamesSource,
    @Body() body: RecoveryBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'source-recovery', of: at(of), body }, http, reply);
  }
}
