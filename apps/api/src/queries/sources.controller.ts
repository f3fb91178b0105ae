import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NamesSource } from '../commands/addresses.dto.js';
import { tagged } from './etag.js';
import { AsOfQuery, ListQuery } from './queries.dto.js';
import { WhichSource, WhichSources } from './questions.js';
import { Read } from './read.openapi.js';
import { SOURCE, SOURCES } from './source.examples.js';

@ApiTags('sources')
@Controller('sources')
export class SourceQueriesController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @Read('The sources: when each was last seen, and whether what comes from it is taken', SOURCES)
  list(@Query() asked: ListQuery) {
    return this.bus.execute(new WhichSources(asked));
  }

  @Get(':sourceId')
  @Read('One source', SOURCE)
  async one(@Param() { sourceId }: NamesSource, @Query() asked: AsOfQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    const answer = await this.bus.execute(new WhichSource(sourceId, asked));
    return tagged(reply, answer, answer.source);
  }
}
