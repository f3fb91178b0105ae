import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problem } from '../http/problems.js';
import { LOG_HEALTH, type LogHealth } from '../infrastructure.module.js';

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(@Inject(LOG_HEALTH) private readonly health: LogHealth) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers' })
  @ApiResponse({ status: 200, content: { 'application/json': { example: { status: 'live' } } } })
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether commands can be taken and questions answered' })
  @ApiResponse({ status: 200, content: { 'application/json': { example: { status: 'ready' } } } })
  @ApiResponse({ status: 503, description: 'not now; detail says why' })
  async ready() {
    const { ready, reasons } = await this.health.check();
    if (!ready) throw new Problem('not-ready', reasons.join('; '));
    return { status: 'ready' };
  }
}
