import { Type } from 'class-transformer';
import { IsArray, IsObject, ValidateNested } from 'class-validator';
import { FACETS, REPLAY_CLOCKS, type ReplayClock } from '../../../../libs/read-models/src/index.js';
import { AddressedBody } from '../commands/import-line.js';
import { KIND_NAMES, type KindName } from '../commands/kinds.js';
import { check, field, Form, OneOf, Text } from '../http/fields.js';
import { AuthorityId, RecordId, SubjectId, ThingId } from '../http/ids.js';
import { Bound } from '../http/times.js';
import type { DtoClass } from '../http/validation.js';

/** Of all lists together. Each is decided by the rules of the domain, beside what is on record. */
export const MOST_EDITS = 500;
/** What may be added; a correction is a change of what it corrects. */
export const ADDED = KIND_NAMES.filter((name) => !['situation', 'close', 'reopen', 'correction'].includes(name));

const KIND = /^[A-Za-z-]{1,60}$/;
const BY = /^[+-]?\d{1,5}[hdw]$/;
const HOUR_MS = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS };

/** Milliseconds of a checked distance such as -7d. */
export const distanceMs = (text: string): number => Number.parseInt(text, 10) * UNITS[text.at(-1)!]!;

const EditsOf = (type: () => DtoClass, description: string) =>
  field(
    [
      IsArray(),
      check('too-many-edits', `are more than ${MOST_EDITS}`, (value) => (value as unknown[]).length <= MOST_EDITS),
      IsObject({ each: true }),
      ValidateNested({ each: true }),
      Type(type),
    ],
    { type: () => [type()], maxItems: MOST_EDITS },
    { optional: true, description },
  );

const SELECTING = ['kind', 'status', 'subject', 'authority', 'facet', 'source', 'occurredFrom', 'occurredTo'] as const;

/** Names one event by its id, or all that are like what is named. */
export class SelectionBody {
  @RecordId({ optional: true, description: 'the one event of this id' })
  @check('not-allowed-value', `comes without ${SELECTING.join(', ')}`, (_, of) => {
    return SELECTING.every((name) => (of as SelectionBody)[name] === undefined);
  })
  eventId?: string;
  @Form(KIND, 'malformed', 'is no kind', { optional: true, description: 'as the timeline has it', example: 'schools' })
  kind?: string;
  @Form(KIND, 'malformed', 'is no status', { optional: true, description: 'that an observation reports', example: 'closed' })
  status?: string;
  @SubjectId({ optional: true, description: 'what an observation is of' })
  subject?: string;
  @AuthorityId({ optional: true, description: 'whose notice it is' })
  authority?: string;
  @OneOf(FACETS, { optional: true, description: 'that a notice states' })
  facet?: string;
  @ThingId({ optional: true, description: 'id of the source' })
  source?: string;
  @Bound({ optional: true, description: 'began to occur then or later' })
  occurredFrom?: string;
  @Bound({ optional: true, description: 'began to occur then or earlier' })
  occurredTo?: string;
}

class MoveBody extends SelectionBody {
  @Form(BY, 'malformed', 'is no distance such as -7d, 36h or 1w', { optional: true, description: 'earlier (-) or later', example: '-7d' })
  by?: string;
  @Bound({ optional: true, description: 'so that it begins to occur then' })
  @check('not-allowed-value', 'comes instead of by, not beside it', (_, of) => (of as MoveBody).by === undefined)
  to?: string;
}

class ChangeBody {
  @RecordId({ description: 'a fact, or the correction that stands in its place' })
  eventId!: string;
  @field(
    [IsObject()],
    { type: 'object', additionalProperties: true },
    {
      description: 'merged into the body that it was recorded with (RFC 7396): what is named is replaced, null takes it away',
      example: { value: { status: 'open' } },
    },
  )
  data!: object;
}

class AddBody extends AddressedBody {
  @RecordId({ optional: true, description: 'as if it had been recorded right before this event; last, where absent' })
  before?: string;
  @ThingId({ optional: true, description: 'of the thing, where the body has none' })
  id?: string;
  @OneOf(ADDED, { description: 'as in an import' })
  type!: KindName;
}

export class ForkBody {
  @Bound({ description: 'the first day that is compared', example: '2025-10-20' })
  from!: string;
  @Bound({ description: 'the last day, to its end', example: '2025-11-12' })
  to!: string;
  @OneOf(REPLAY_CLOCKS, { optional: true, description: 'as of a replay; published, where absent' })
  clock?: ReplayClock;
  @Text(40, { optional: true, description: 'the last commit that counts; the newest, where absent', example: '3-125' })
  position?: string;
  @EditsOf(() => SelectionBody, 'events that never came')
  leaveOut?: SelectionBody[];
  @EditsOf(() => MoveBody, 'events that came at another time: all times that they state move alike')
  move?: MoveBody[];
  @EditsOf(() => ChangeBody, 'events that said otherwise')
  change?: ChangeBody[];
  @EditsOf(() => AddBody, 'events that came beside those on record')
  add?: AddBody[];
}
