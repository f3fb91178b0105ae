import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OfSituation } from '../commands/addresses.dto.js';
import * as examples from './examples.js';
import { AsOfQuery, HistoryQuery, DeltaQuery } from './queries.dto.js';
import { HowSevere, HowSevereOverTime, WhatMadeItSevere } from './questions.js';
import { Read } from './read.openapi.js';

/** The severity informs; it is no basis for travel decisions. */
@ApiTags('ask')
@Controller('situations/:situationId/severity')
export class SeverityController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @Read('How severe the blockade is (bsi-1), with every figure traced to its reports. No basis for travel decisions', examples.SEVERITY)
  now(@Param() of: OfSituation, @Query() asked: AsOfQuery) {
    return this.bus.execute(new HowSevere(of, asked));
  }

  @Get('history')
  @Read('The severity from one moment to another, as known at one moment. No basis for travel decisions', examples.SEVERITY_HISTORY)
  history(@Param() of: OfSituation, @Query() asked: HistoryQuery) {
    return this.bus.execute(new HowSevereOverTime(of, asked));
  }

  @Get('delta')
  @Read('What changed the severity between two moments. No basis for travel decisions', examples.SEVERITY_DELTA)
  delta(@Param() of: OfSituation, @Query() asked: DeltaQuery) {
    return this.bus.execute(new WhatMadeItSevere(of, asked));
  }
}
