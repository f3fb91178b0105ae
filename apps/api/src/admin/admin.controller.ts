import { Body, Controller, Get, HttpStatus, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import {
  approveRebuild,
  askRebuild,
  dropRebuild,
  listRebuilds,
  oneRebuild,
  planRebuild,
  PROJECTIONS,
  projectionStandings,
  rollBackRebuild,
} from '../../../../libs/read-models/src/index.js';
import { LOG_ENDS, type LogEnds, POOL } from '../infrastructure.module.js';
import { Read } from '../queries/read.openapi.js';
import { Act } from './act.openapi.js';
import { projectionAnswer } from './projections.answer.js';
import { rebuildAnswer } from './rebuild.answer.js';
import { ApprovalBody, OfRebuild, RebuildBody, RebuildQuery } from './rebuild.dto.js';
import { APPROVAL, LOADING, PROJECTIONS_ANSWER, READ_MODELS, SWITCHED } from './rebuild.examples.js';

/** Who acts, while nobody is asked who they are. */
const ANONYMOUS = 'anonymous';

@ApiTags('operations')
@Controller('admin')
export class AdminController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(LOG_ENDS) private readonly log: LogEnds,
  ) {}

  @Get('projections')
  @Read('How every read model stands: version, position and lag by partition, and what parked it', PROJECTIONS_ANSWER)
  async projections() {
    const [standings, ends] = await Promise.all([projectionStandings(this.pool, PROJECTIONS), this.log.ends().catch(() => undefined)]);
    return { items: standings.map((standing) => projectionAnswer(standing, ends)) };
  }

  @Get('rebuilds')
  @Read('Rebuilds, the latest first', { items: [LOADING] })
  async list() {
    return { items: (await listRebuilds(this.pool)).map(rebuildAnswer) };
  }

  @Get('rebuilds/:rebuildId')
  @Read('One rebuild: how far it is, and how the new rows compare with the live ones', SWITCHED)
  async one(@Param() { rebuildId }: OfRebuild) {
    return rebuildAnswer(await oneRebuild(this.pool, Number(rebuildId)));
  }

  @Post('rebuilds')
  @Act(
    'Rebuild read models from the log, beside the live ones. Equal rows are switched to, different ones await approval',
    LOADING,
    READ_MODELS,
  )
  async ask(@Body() { readModels }: RebuildBody, @Query() { plan }: RebuildQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    if (plan === 'true') {
      reply.status(HttpStatus.OK);
      return { plan: true, ...(await planRebuild(this.pool, readModels, PROJECTIONS)) };
    }
    const rebuild = await askRebuild(this.pool, readModels, PROJECTIONS);
    reply.header('location', `/admin/rebuilds/${rebuild.id}`);
    return rebuildAnswer(rebuild);
  }

  @Post('rebuilds/:rebuildId/approve')
  @Act('Let the different rows be switched to', LOADING, APPROVAL)
  async approve(@Param() { rebuildId }: OfRebuild, @Body() { reason }: ApprovalBody) {
    return rebuildAnswer(await approveRebuild(this.pool, Number(rebuildId), { actor: ANONYMOUS, reason }));
  }

  @Post('rebuilds/:rebuildId/rollback')
  @Act('Go back to the old table, once it has taken what was recorded since', SWITCHED)
  async rollBack(@Param() { rebuildId }: OfRebuild) {
    return rebuildAnswer(await rollBackRebuild(this.pool, Number(rebuildId), PROJECTIONS));
  }

  @Post('rebuilds/:rebuildId/cleanup')
  @Act('Drop the table that is not shown; what is not switched to is taken back', SWITCHED)
  async cleanUp(@Param() { rebuildId }: OfRebuild, @Res({ passthrough: true }) reply: FastifyReply) {
    reply.status(HttpStatus.OK);
    return rebuildAnswer(await dropRebuild(this.pool, Number(rebuildId)));
  }
}
