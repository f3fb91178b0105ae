import { INCIDENT_KINDS, STATUSES } from '../../../../libs/situations/src/index.js';
import type { Clock, IncidentFilter, ObservationFilter, TimelineFilter } from '../../../../libs/read-models/src/index.js';
import { type Step, STEPS } from '../../../../libs/read-models/src/index.js';
import { check, Form, OneOf, Text } from '../http/fields.js';
import { AuthorityId, DestinationCode, RecordId, SubjectId, ThingId } from '../http/ids.js';
import { Instant } from '../http/times.js';
import { OfSituation } from '../commands/addresses.dto.js';

/** The coordinates of every question about a situation. */
export class AsOfQuery {
  @Instant({ optional: true, description: 'the moment in the world that is asked about; now, where absent' })
  validAt?: string;
  @Instant({
    optional: true,
    description: 'what was known at that moment, on the clock; everything at the position, where absent',
    example: '2025-10-29T12:00:00Z',
  })
  knownAt?: string;
  @OneOf(['recorded', 'published'], {
    optional: true,
    description: 'what this system knew, or what the public could know; recorded, where absent',
  })
  clock?: Clock;
  @Text(40, { optional: true, description: 'the last commit that counts; the newest, where absent', example: '3-17' })
  position?: string;
}

const LIMIT = /^\d{1,3}$/;
const inLimits = (value: unknown): boolean => Number(value) >= 1 && Number(value) <= 500;

const Limit = () =>
  Form(LIMIT, 'out-of-range', 'is not from 1 to 500', { optional: true, example: '50', description: '1 to 500; 50 where absent' });
const WithinLimits = check('out-of-range', 'is not from 1 to 500', inLimits);
const Cursor = () => Text(4000, { optional: true, description: 'next of the page before' });

export class PageQuery {
  @Limit()
  @WithinLimits
  limit?: string;
  @Cursor()
  cursor?: string;
}

export class ListQuery extends AsOfQuery {
  @Limit()
  @WithinLimits
  limit?: string;
  @Cursor()
  cursor?: string;
}

export class StatusQuery extends AsOfQuery {
  @AuthorityId({ optional: true })
  authority?: string;
}

export class IncidentsQuery extends ListQuery {
  @OneOf(INCIDENT_KINDS, { optional: true })
  kind?: NonNullable<IncidentFilter['kind']>;
}

export const OBSERVATION_KINDS = [...Object.keys(STATUSES), 'fuel-inflow', 'fuel-price', 'power', 'curfew', 'context'];

export class ObservationsQuery extends ListQuery {
  @OneOf(OBSERVATION_KINDS, { optional: true })
  kind?: NonNullable<ObservationFilter['kind']>;
  @SubjectId({ optional: true })
  subject?: string;
}

export class TimelineQuery extends ListQuery {
  @OneOf(['occurred', 'recorded'], { optional: true, description: 'occurred, where absent' })
  order?: TimelineFilter['order'];
  @Form(/^[A-Za-z-]{1,60}$/, 'malformed', 'is no kind', { optional: true, description: 'a kind or a type of event' })
  kind?: string;
  @Text(200, { optional: true, description: 'part of the name of the place' })
  place?: string;
  @ThingId({ optional: true, description: 'id of the source' })
  source?: string;
  @Text(200, { optional: true, description: 'part of the text' })
  text?: string;
  @Instant({ optional: true, description: 'from here, on the axis of the order' })
  from?: string;
  @Instant({ optional: true, description: 'up to here, exclusive' })
  to?: string;
}

export class SpanQuery extends AsOfQuery {
  @Instant({ example: '2025-09-01T00:00:00Z' })
  from!: string;
  @Instant({ example: '2026-02-01T00:00:00Z' })
  to!: string;
}

export class HistoryQuery extends SpanQuery {
  @OneOf(Object.keys(STEPS), { optional: true, description: 'day, where absent' })
  step?: Step;
}

export class DeltaQuery extends SpanQuery {
  @Instant({ optional: true, description: 'what the earlier side knew, so that what was revised and retracted since shows' })
  knownFrom?: string;
}

export class DiffQuery {
  @Instant({ example: '2025-10-28T00:00:00Z', description: 'the earlier moment, and what was known at it' })
  from!: string;
  @Instant({ example: '2025-10-31T00:00:00Z', description: 'the later moment, and what was known at it' })
  to!: string;
  @OneOf(['recorded', 'published'], { optional: true, description: 'what known means, as everywhere; recorded, where absent' })
  clock?: Clock;
  @Text(200, {
    optional: true,
    description: 'the last commit that counts, of the partition of the situation and of that of the sources; the newest, where absent',
    example: '3-124,4-17',
  })
  position?: string;
  @Limit()
  @WithinLimits
  limit?: string;
}

export class OfAdvisory extends OfSituation {
  @AuthorityId()
  authority!: string;
  @DestinationCode()
  destination!: string;
}

export class OfRecord {
  @RecordId()
  id!: string;
}
