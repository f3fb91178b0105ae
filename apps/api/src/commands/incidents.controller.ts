import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OfClaim, OfIncident, OfSituation } from './addresses.dto.js';
import { CLAIM, INCIDENT, MERGE, RECLASSIFICATION, RETRACTION, REVISION, UNMERGE } from './examples.js';
import { ClaimBody, IncidentBody, MergeBody, ReclassificationBody, RetractionBody, RevisedClaimBody, UnmergeBody } from './incident.dto.js';
import { Write } from './write.openapi.js';
import { Writes } from './writes.js';

@ApiTags('record')
@Controller('situations/:situationId/incidents')
export class IncidentsController {
  constructor(private readonly writes: Writes) {}

  @Post()
  @Write('Report an incident', INCIDENT)
  report(
    @Param() of: OfSituation,
    @Body() body: IncidentBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'incident', of, body }, http, reply);
  }

  @Post(':incidentId/claims')
  @Write('Add what another source says of the incident', CLAIM)
  claim(@Param() of: OfIncident, @Body() body: ClaimBody, @Req() http: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.writes.submit({ kind: 'claim', of, body }, http, reply);
  }

  @Post(':incidentId/claims/:claimId/revise')
  @Write('Record the claim as its source now states it', REVISION)
  revise(
    @Param() of: OfClaim,
    @Body() body: RevisedClaimBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'claim-revision', of, body }, http, reply);
  }

  @Post(':incidentId/claims/:claimId/retract')
  @Write('Record that the source takes its claim back', RETRACTION)
  retract(
    @Param() of: OfClaim,
    @Body() body: RetractionBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'claim-retraction', of, body }, http, reply);
  }

  @Post(':incidentId/reclassify')
  @Write('Record that the incident was of another kind', RECLASSIFICATION)
  reclassify(
    @Param() of: OfIncident,
    @Body() body: ReclassificationBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'reclassification', of, body }, http, reply);
  }

  @Post(':incidentId/merge')
  @Write('Record that the incident is the same as another, which speaks for both; no claim is lost', MERGE)
  merge(@Param() of: OfIncident, @Body() body: MergeBody, @Req() http: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.writes.submit({ kind: 'merge', of, body }, http, reply);
  }

  @Post(':incidentId/unmerge')
  @Write('Record that they are two after all', UNMERGE)
  unmerge(
    @Param() of: OfIncident,
    @Body() body: UnmergeBody,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.writes.submit({ kind: 'unmerge', of, body }, http, reply);
  }
}
