import { type Fact, iso, occurredRange } from '../../../situations/src/index.js';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { MODELS } from '../models.js';
import type { Json, Projection } from '../projection.js';
import { publicFrom } from '../public-time.js';
import { entryOf } from './timeline.entry.js';

/** What has no time of its own happened when it was recorded. */
const startOf = ({ event, recordedAt }: RecordedEvent<DomainEvent>): string =>
  'occurred' in event ? iso(occurredRange(event.occurred).start) : recordedAt;

/** A claim is public from when its own source was. */
const sightingOf = ({ event }: RecordedEvent<DomainEvent>): Pick<Fact, 'publishedAt' | 'observedAt'> | undefined =>
  event.type === 'ClaimAdded' || event.type === 'ClaimRevised' ? event.claim : undefined;

/** Every event is one entry, the unreadable too. Key: its kind. */
export const timelineProjection: Projection<DomainEvent> = {
  name: 'timeline',
  version: MODELS.timeline,
  project: (recorded) => {
    const { event, id, stream, version, recordedAt } = recorded;
    const entry = entryOf(event, stream, version);
    const validFrom = startOf(recorded);
    const sighting = sightingOf(recorded);
    return [
      {
        op: 'assert',
        key: entry.kind,
        fact: id,
        value: entry as Json,
        validFrom,
        day: validFrom.slice(0, 10),
        seq: 0,
        ...(sighting && { published: publicFrom(sighting, recordedAt) }),
      },
    ];
  },
};
