import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OfSituation } from '../commands/addresses.dto.js';
import { OpenStreams } from './open-streams.js';
import { REPLAY } from './replay.examples.js';
import { ReplayQuery } from './replay.dto.js';
import { Replays } from './replays.js';

@ApiTags('replay')
@Controller('situations/:situationId/replay')
export class ReplayController {
  constructor(
    private readonly streams: OpenStreams,
    private readonly replays: Replays,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The crisis again, as it became known or as it happened: a frame for each step, with status, severity and digest. An exercise',
    description:
      'Server-sent events: opening, then a frame a step, then end. To pause, close the connection; to go on, send the id of the last frame as ' +
      'Last-Event-ID with the same question. To seek, open at another from or fromPosition. Frames of the same question are the same bytes.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'go on after this frame' })
  @ApiResponse({
    status: 200,
    description: 'the replay',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: REPLAY } },
  })
  async replay(
    @Param() { situationId }: OfSituation,
    @Query() asked: ReplayQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.streams.serve(
      'replay',
      request,
      reply,
      () => this.replays.open(situationId, asked, lastEventId),
      (replay, out) => this.replays.run(replay, out),
      ({ held }) => held.release(),
    );
  }
}
