import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OfIncident, OfSituation } from '../commands/addresses.dto.js';
import * as examples from './examples.js';
import { tagged } from './etag.js';
import {
  AsOfQuery,
  IncidentsQuery,
  ListQuery,
  ObservationsQuery,
  OfAdvisory,
  PageQuery,
  StatusQuery,
  TimelineQuery,
} from './queries.dto.js';
import {
  WhatStatus,
  WhichAdvisory,
  WhichDuplicates,
  WhichIncident,
  WhichIncidents,
  WhichObservations,
  WhichSituation,
  WhichSituations,
  WhichTimeline,
} from './questions.js';
import { Read } from './read.openapi.js';

@ApiTags('ask')
@Controller('situations')
export class SituationQueriesController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @Read('The situations', examples.SITUATIONS)
  list(@Query() asked: PageQuery) {
    return this.bus.execute(new WhichSituations(asked));
  }

  @Get(':situationId')
  @Read('One situation with its parameters', examples.SITUATION)
  async one(@Param() of: OfSituation, @Query() asked: AsOfQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.bus.execute(new WhichSituation(of, asked)));
  }

  @Get(':situationId/status')
  @Read('The travel status: what each authority says, since when and by which event, and the strictest of it', examples.STATUS)
  status(@Param() of: OfSituation, @Query() asked: StatusQuery) {
    return this.bus.execute(new WhatStatus(of, asked));
  }

  @Get(':situationId/advisories/:authority/:destination')
  @Read('The guidance of one authority for one destination', examples.ADVISORY)
  async advisory(@Param() of: OfAdvisory, @Query() asked: AsOfQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.bus.execute(new WhichAdvisory(of, asked)));
  }

  @Get(':situationId/incidents')
  @Read('Incidents with the claims of their sources', examples.INCIDENTS)
  incidents(@Param() of: OfSituation, @Query() asked: IncidentsQuery) {
    return this.bus.execute(new WhichIncidents(of, asked));
  }

  @Get(':situationId/incidents/duplicates')
  @Read(
    'Incidents that may be one: of a kind, within 5 km and 2 days, with the reasons; for a person to merge or leave',
    examples.DUPLICATES,
  )
  duplicates(@Param() of: OfSituation, @Query() asked: ListQuery) {
    return this.bus.execute(new WhichDuplicates(of, asked));
  }

  @Get(':situationId/incidents/:incidentId')
  @Read('One incident', examples.INCIDENT)
  async incident(@Param() of: OfIncident, @Query() asked: AsOfQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    const answer = await this.bus.execute(new WhichIncident(of, asked));
    return tagged(reply, answer, answer.incident);
  }

  @Get(':situationId/observations')
  @Read('The state of each subject, with the reports that say otherwise', examples.OBSERVATIONS)
  observations(@Param() of: OfSituation, @Query() asked: ObservationsQuery) {
    return this.bus.execute(new WhichObservations(of, asked));
  }

  @Get(':situationId/timeline')
  @Read('Everything that was recorded, in the order in which it occurred or was recorded', examples.TIMELINE)
  timeline(@Param() of: OfSituation, @Query() asked: TimelineQuery) {
    return this.bus.execute(new WhichTimeline(of, asked));
  }
}
