import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LiveQuery } from './live.dto.js';
import { LIVE } from './live.examples.js';
import { LiveStreams } from './live-streams.js';
import { OpenStreams } from './open-streams.js';

@ApiTags('live')
@Controller('stream')
export class LiveController {
  constructor(
    private readonly streams: OpenStreams,
    private readonly live: LiveStreams,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Accepted events as they are recorded, each once, those of a situation in their order',
    description:
      'Server-sent events: opening, then accepted for each event, without end. An id is how far each partition was told; to go on after a break, send ' +
      'the last one as Last-Event-ID: nothing is left out and nothing told twice. Without it, and without after, it begins at the end of the record.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'go on after what was told by then; with it after does not count' })
  @ApiResponse({
    status: 200,
    description: 'the events',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: LIVE } },
  })
  async stream(
    @Query() asked: LiveQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.streams.serve(
      'live',
      request,
      reply,
      () => this.live.open(asked, lastEventId),
      (reading, out) => this.live.run(reading, out),
    );
  }
}
