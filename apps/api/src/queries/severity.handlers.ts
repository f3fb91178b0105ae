import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { RememberedRows, severityDelta, severityHistory, severityNow, STEPS } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { AsOfReader } from './as-of.reader.js';
import { utc } from './coordinates.js';
import { HowSevere, HowSevereOverTime, WhatMadeItSevere } from './questions.js';
import { checkSpan } from './span.js';

const FORMULA = { formula: 'bsi-1' };

/** What one answer may cost: ten years of days, or five months of hours. */
const MOST_POINTS = 3_700;

@QueryHandler(HowSevere)
export class HowSevereHandler implements IQueryHandler<HowSevere> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly remembered: RememberedRows,
  ) {}

  execute({ of: { situationId }, asked }: HowSevere): Promise<object> {
    return this.reader.read(
      situationId,
      asked,
      'blockade_severity',
      (pool, asOf) => severityNow(pool, situationId, asOf, this.remembered),
      FORMULA,
    );
  }
}

@QueryHandler(HowSevereOverTime)
export class HowSevereOverTimeHandler implements IQueryHandler<HowSevereOverTime> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly remembered: RememberedRows,
  ) {}

  execute({ of: { situationId }, asked: { from, to, step = 'day', ...asked } }: HowSevereOverTime): Promise<object> {
    if (checkSpan({ from, to }) / STEPS[step] >= MOST_POINTS) {
      throw Problem.at('to', 'out-of-range', `is more than ${MOST_POINTS} points from the beginning: ask for less at a time`);
    }
    const range = { from: utc(from), to: utc(to), step };
    return this.reader.read(
      situationId,
      { validAt: range.to, ...asked },
      'blockade_severity',
      async (pool, asOf) => ({ ...range, ...(await severityHistory(pool, situationId, asOf, range, this.remembered)) }),
      FORMULA,
    );
  }
}

@QueryHandler(WhatMadeItSevere)
export class WhatMadeItSevereHandler implements IQueryHandler<WhatMadeItSevere> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly remembered: RememberedRows,
  ) {}

  execute({ of: { situationId }, asked }: WhatMadeItSevere): Promise<object> {
    const { from, to, knownFrom } = asked;
    checkSpan({ from, to });
    const sides = { from: utc(from), to: utc(to), ...(knownFrom === undefined ? {} : { knownFrom: utc(knownFrom) }) };
    return this.reader.read(
      situationId,
      { validAt: sides.to, ...asked },
      'blockade_severity',
      async (pool, asOf) => ({
        knownFrom: sides.knownFrom ?? null,
        ...(await severityDelta(pool, situationId, asOf, sides, this.remembered)),
      }),
      FORMULA,
    );
  }
}
