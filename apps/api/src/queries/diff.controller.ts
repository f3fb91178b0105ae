import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OfSituation } from '../commands/addresses.dto.js';
import { DIFF } from './diff.example.js';
import { DiffQuery } from './queries.dto.js';
import { WhatChanged } from './questions.js';
import { Read } from './read.openapi.js';

@ApiTags('ask')
@Controller('situations/:situationId/diff')
export class DiffController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @Read(
    'What changed between two moments: in the world, and in what we know of the earlier one; of what did not, whether somebody looked. ' +
      'What is known to the day holds from its start',
    DIFF,
  )
  diff(@Param() of: OfSituation, @Query() asked: DiffQuery) {
    return this.bus.execute(new WhatChanged(of, asked));
  }
}
