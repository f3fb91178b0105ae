import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { severityDelta, severityHistory, severityNow } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { AsOfReader } from './as-of.reader.js';
import { HowSevere, HowSevereOverTime, WhatMadeItSevere } from './questions.js';
import { checkSpan } from './span.js';

const FORMULA = { formula: 'bsi-1' };
export const DISCLAIMER = 'The severity informs; it is no basis for travel decisions.';

/** What one answer may cost: ten years of days, or more than a month of hours. */
const MOST_POINTS = 3_700;
const STEP_MS = { day: 86_400_000, hour: 3_600_000 };

@QueryHandler(HowSevere)
export class HowSevereHandler implements IQueryHandler<HowSevere> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: HowSevere): Promise<object> {
    return this.reader.read(situationId, asked, 'blockade_severity', (pool, asOf) => severityNow(pool, situationId, asOf), FORMULA);
  }
}

@QueryHandler(HowSevereOverTime)
export class HowSevereOverTimeHandler implements IQueryHandler<HowSevereOverTime> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked: { from, to, step = 'day', ...asked } }: HowSevereOverTime): Promise<object> {
    if (checkSpan({ from, to }) / STEP_MS[step] >= MOST_POINTS) {
      throw Problem.at('to', 'out-of-range', `more than ${MOST_POINTS} points from ${from}: ask for less at a time`);
    }
    const read = this.reader.read(
      situationId,
      asked,
      'blockade_severity',
      async (pool, asOf) => ({
        from,
        to,
        step,
        disclaimer: DISCLAIMER,
        ...(await severityHistory(pool, situationId, asOf, { from, to, step })),
      }),
      FORMULA,
    );
    return read;
  }
}

@QueryHandler(WhatMadeItSevere)
export class WhatMadeItSevereHandler implements IQueryHandler<WhatMadeItSevere> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked: { from, to, ...asked } }: WhatMadeItSevere): Promise<object> {
    checkSpan({ from, to });
    return this.reader.read(
      situationId,
      asked,
      'blockade_severity',
      async (pool, asOf) => ({ from, to, disclaimer: DISCLAIMER, ...(await severityDelta(pool, situationId, asOf, { from, to })) }),
      FORMULA,
    );
  }
}
