import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OfSituation } from '../commands/addresses.dto.js';
import { CSV } from '../http/csv.js';
import * as examples from './audit.examples.js';
import { guidanceChangesCsv } from './guidance-changes.csv.js';
import { GuidanceQuery, LagQuery, OfGuidanceChange } from './guidance.dto.js';
import { AsOfQuery } from './queries.dto.js';
import { HowLate, WhichGuidanceChange, WhichGuidanceChanges } from './questions.js';
import { Read } from './read.openapi.js';

/** Where the page after this one is: the same question, relative to its own address. */
const linkTo = (asked: GuidanceQuery, cursor: string): string =>
  `<?${new URLSearchParams({ ...(asked as Record<string, string>), cursor })}>; rel="next"`;

/** Who changed guidance, when, and what they said of it. */
@ApiTags('ask')
@Controller('situations/:situationId')
export class GuidanceController {
  constructor(private readonly bus: QueryBus) {}

  @Get('guidance-changes')
  @Read(
    'When guidance changed, from what to what, and whether its note told less; as JSON, or with format=csv as a table',
    examples.GUIDANCE_CHANGES,
    { 'text/csv': examples.GUIDANCE_CHANGES_CSV },
  )
  async list(@Param() of: OfSituation, @Query() asked: GuidanceQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    const answer = await this.bus.execute(new WhichGuidanceChanges(of, asked));
    if (asked.format !== 'csv') return answer;
    if (answer.next !== null) reply.header('link', linkTo(asked, answer.next));
    reply.header('content-disposition', `attachment; filename="${of.situationId}-guidance-changes.csv"`).type(CSV);
    return guidanceChangesCsv(answer);
  }

  @Get('guidance-changes/:eventId')
  @Read('One change of guidance with the lines of its text that differ', examples.GUIDANCE_CHANGE)
  one(@Param() of: OfGuidanceChange, @Query() asked: AsOfQuery) {
    return this.bus.execute(new WhichGuidanceChange(of, asked));
  }

  @Get('decision-lag')
  @Read(
    'How late each authority changed its guidance after what happened, how long it held, where it turned back. What the figures mean is in the answer',
    examples.DECISION_LAG,
  )
  lag(@Param() of: OfSituation, @Query() asked: LagQuery) {
    return this.bus.execute(new HowLate(of, asked));
  }
}
