import { formatEventPosition, type RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent, Occurred, Published } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { eventPublicFrom } from '../public-time.js';
import { startOf } from '../start-of.js';
import { entryOf } from '../timeline/timeline.entry.js';

/**
 * By which time events follow each other. `recorded`: as this system learned of them, in the order of the log. `published`: as the public
 * could know them, then by position. `occurred`: as they happened, told with all that is known, then by position.
 */
export const REPLAY_CLOCKS = ['recorded', 'published', 'occurred'] as const;
export type ReplayClock = (typeof REPLAY_CLOCKS)[number];

/** What a frame tells of an event; the whole of it is at `/events/<eventId>`. */
export type ReplayedEvent = {
  eventId: string;
  /** `<partition>-<offset>.<index>` */
  position: string;
  stream: string;
  type: string;
  /** As the timeline has it: guidance, schools, convoy-attacked, … */
  kind: string;
  text: string;
  occurred: Occurred | null;
  publishedAt: Published | null;
  recordedAt: string;
};

/** One event with its moment on each clock, in milliseconds. */
export type Moments = { readonly event: ReplayedEvent; readonly offset: number; readonly at: Readonly<Record<ReplayClock, number>> };

export const momentsOf = (recorded: RecordedEvent<DomainEvent>): Moments => {
  const { id: eventId, stream, version, recordedAt, position } = recorded;
  const { type, kind, text, occurred, publishedAt } = entryOf(recorded.event, stream, version);
  return {
    event: { eventId, position: formatEventPosition(position), stream, type, kind, text, occurred, publishedAt, recordedAt },
    offset: position.offset,
    at: {
      recorded: Date.parse(recordedAt),
      published: Date.parse(eventPublicFrom(recorded)),
      occurred: Date.parse(startOf(recorded.event, recordedAt)),
    },
  };
};

/**
 * The question that the state at `moment` (RFC 3339) answers, with the commits up to `position`. Of the world at that moment; on the clocks
 * recorded and published by what was known then on that clock, on the clock occurred by everything at the position.
 */
export const questionAt = (clock: ReplayClock, moment: string, position: AsOf['position']): AsOf =>
  clock === 'occurred'
    ? { clock: 'recorded', knownAt: null, validAt: moment, position }
    : { clock, knownAt: moment, validAt: moment, position };
