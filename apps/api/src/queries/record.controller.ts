import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import * as examples from './examples.js';
import { OfRecord } from './queries.dto.js';
import { WhichEvent, WhichVerdict } from './questions.js';
import { Read } from './read.openapi.js';

/** What stands in the log. */
@ApiTags('audit')
@Controller()
export class RecordController {
  constructor(private readonly bus: QueryBus) {}

  @Get('commands/:id')
  @Read('The verdict on a command; 404 while there is none', examples.VERDICT)
  command(@Param() { id }: OfRecord) {
    return this.bus.execute(new WhichVerdict(id));
  }

  @Get('events/:id')
  @Read('An event as it was recorded', examples.EVENT_ANSWER)
  event(@Param() { id }: OfRecord) {
    return this.bus.execute(new WhichEvent(id));
  }
}
