import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatPosition } from '../../../../libs/event-log/src/index.js';
import { type AsOf, standingAt } from '../../../../libs/read-models/src/index.js';
import { DISCLAIMER } from '../../../../libs/severity/src/index.js';
import { OfSituation } from '../commands/addresses.dto.js';
import { checkKnown, utc } from '../queries/coordinates.js';
import { Read } from '../queries/read.openapi.js';
import { Courses } from './courses.js';
import { StateQuery } from './replay.dto.js';
import { STATE } from './replay.examples.js';
import { REPLAY_MODEL, Replays } from './replays.js';

@ApiTags('replay')
@Controller('situations/:situationId/state')
export class StateController {
  constructor(
    private readonly replays: Replays,
    private readonly courses: Courses,
  ) {}

  @Get()
  @Read('Every fact in force, status, severity and their digest: equal to the frame of a replay at the same four', STATE)
  async state(@Param() { situationId: situation }: OfSituation, @Query() { validAt, knownAt, clock = 'recorded', position }: StateQuery) {
    const held = await this.replays.course(situation, position);
    try {
      checkKnown({ knownAt }, Math.max(Date.now(), held.recordedAtMs));
      const asOf: AsOf = {
        clock: clock === 'occurred' ? 'recorded' : clock,
        validAt: validAt === undefined ? new Date().toISOString() : utc(validAt),
        knownAt: knownAt === undefined ? null : utc(knownAt),
        position: held.asked,
      };
      return await this.courses.work(() => {
        const facts = held.course.folded.facts(asOf);
        return {
          situation,
          validAt: asOf.validAt,
          knownAt: asOf.knownAt,
          clock,
          position: formatPosition(asOf.position),
          model: REPLAY_MODEL,
          ...standingAt(held.course.folded, asOf, facts),
          facts,
          disclaimer: DISCLAIMER,
        };
      });
    } finally {
      held.release();
    }
  }
}
