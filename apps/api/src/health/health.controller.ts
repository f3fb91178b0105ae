import { Controller, Get, Inject, type OnModuleDestroy, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Reason } from '../../../../libs/signals/src/index.js';
import { detailsOf, Problem } from '../http/problems.js';
import { HEALTH, type Health } from '../infrastructure.module.js';

const STOPPING: Reason = { code: 'stopping', detail: 'this api is being stopped', mend: 'ask another' };

@ApiTags('operations')
@Controller()
export class HealthController implements OnModuleDestroy {
  private stopping = false;

  constructor(@Inject(HEALTH) private readonly health: Health) {}

  /** From here on nobody is to send anything new, while what is under way is finished. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  @Get('health/live')
  @ApiOperation({ summary: 'Whether the process answers' })
  @ApiResponse({ status: 200, content: { 'application/json': { example: { status: 'live' } } } })
  live() {
    return { status: 'live' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Whether commands can be taken and questions answered' })
  @ApiResponse({ status: 200, content: { 'application/json': { example: { status: 'ready' } } } })
  @ApiResponse({ status: 503, description: 'not now; reasons says why, and what mends it' })
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const reasons = this.stopping ? [STOPPING] : this.health.reasons();
    if (reasons.length === 0) return { status: 'ready' };
    reply.status(503).header('retry-after', '2').type('application/problem+json');
    return { ...detailsOf(new Problem('not-ready', reasons.map(({ detail }) => detail).join('; '))), reasons };
  }

  @Get('metrics')
  @ApiOperation({ summary: 'What Prometheus reads' })
  @ApiResponse({ status: 200, content: { 'text/plain': { schema: { type: 'string' }, example: 'timeline_ready 1' } } })
  async metrics(@Res({ passthrough: true }) reply: FastifyReply) {
    const { contentType, text } = await this.health.metrics();
    reply.type(contentType);
    return text;
  }
}
