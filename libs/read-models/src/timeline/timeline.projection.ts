import { iso, occurredRange } from '../../../situations/src/index.js';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { MODELS } from '../models.js';
import type { Json, Projection } from '../projection.js';
import { sightingOf } from '../public-time.js';
import { entryOf } from './timeline.entry.js';

/** Where an event stands in the order of what happened: when it occurred, else when it was made public, else seen, else recorded. */
const startOf = (event: RecordedEvent<DomainEvent>['event'], recordedAt: string): string => {
  if (event.type === 'FactCorrected') return startOf(event.replacement, recordedAt);
  if ('occurred' in event) return iso(occurredRange(event.occurred).start);
  const { publishedAt, observedAt = recordedAt } = sightingOf(event);
  return publishedAt === undefined ? iso(Date.parse(observedAt)) : iso(occurredRange({ ...publishedAt, from: publishedAt.at }).start);
};

/** Every event is one entry, the unreadable too, and stays one when it is corrected. Key: its kind. */
export const timelineProjection: Projection<DomainEvent> = {
  name: 'timeline',
  version: MODELS.timeline,
  project: ({ event, stream, version, recordedAt }) => {
    const entry = entryOf(event, stream, version);
    const validFrom = startOf(event, recordedAt);
    return [{ op: 'assert', key: entry.kind, value: entry as Json, validFrom, day: validFrom.slice(0, 10), seq: 0 }];
  },
};
