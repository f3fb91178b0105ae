import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import {
  AUDIT_RULES,
  decisionLag,
  guidanceChange,
  type GuidanceChange,
  guidanceChanges,
  type GuidanceFilter,
  LAG_RULES,
  type LagFilter,
  type Page,
  TooManyTriggers,
} from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { AsOfReader, type Coordinates, pageOf } from './as-of.reader.js';
import { utc } from './coordinates.js';
import { HowLate, WhichGuidanceChange, WhichGuidanceChanges } from './questions.js';
import { checkSpan } from './span.js';

const RULES = { audit: AUDIT_RULES };

@QueryHandler(WhichGuidanceChanges)
export class WhichGuidanceChangesHandler implements IQueryHandler<WhichGuidanceChanges> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: WhichGuidanceChanges): Promise<Coordinates & Page<GuidanceChange>> {
    const { authority, facet, understatedOnly, from, to } = asked;
    checkSpan({ from, to });
    const filter: GuidanceFilter = {
      ...(authority === undefined ? {} : { authority }),
      ...(facet === undefined ? {} : { facet }),
      ...(understatedOnly === undefined ? {} : { understatedOnly: understatedOnly === 'true' }),
      ...(from === undefined ? {} : { from: utc(from) }),
      ...(to === undefined ? {} : { to: utc(to) }),
    };
    return this.reader.read(
      situationId,
      asked,
      'guidance_changes',
      (pool, asOf) => guidanceChanges(pool, situationId, asOf, { ...filter, ...pageOf(asked) }),
      RULES,
    );
  }
}

@QueryHandler(WhichGuidanceChange)
export class WhichGuidanceChangeHandler implements IQueryHandler<WhichGuidanceChange> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId, eventId }, asked }: WhichGuidanceChange): Promise<object> {
    return this.reader.read(
      situationId,
      asked,
      'guidance_changes',
      async (pool, asOf) => {
        const change = await guidanceChange(pool, situationId, asOf, eventId);
        if (change === undefined)
          throw new Problem('guidance-change-not-found', `${eventId} is no notice that was known and in effect then`);
        return { change };
      },
      RULES,
    );
  }
}

@QueryHandler(HowLate)
export class HowLateHandler implements IQueryHandler<HowLate> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: HowLate): Promise<object> {
    const { authority, kind, from, to } = asked;
    checkSpan({ from, to });
    const filter: LagFilter = {
      ...(authority === undefined ? {} : { authority }),
      ...(kind === undefined ? {} : { kind }),
      ...(from === undefined ? {} : { from: utc(from) }),
      ...(to === undefined ? {} : { to: utc(to) }),
    };
    return this.reader.read(
      situationId,
      asked,
      ['guidance_changes', 'incidents', 'observations'],
      async (pool, asOf) => {
        if (filter.to !== undefined && filter.to > asOf.validAt) throw Problem.at('to', 'out-of-range', 'is after validAt');
        if (filter.from !== undefined && filter.from > asOf.validAt) throw Problem.at('from', 'out-of-range', 'is after validAt');
        return decisionLag(pool, situationId, asOf, filter).catch(asOutOfRange);
      },
      { ...RULES, lag: LAG_RULES },
    );
  }
}

const asOutOfRange = (error: unknown): never => {
  if (error instanceof TooManyTriggers) throw Problem.at('from', 'out-of-range', error.message);
  throw error;
};
