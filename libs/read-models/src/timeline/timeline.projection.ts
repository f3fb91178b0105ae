import type { DomainEvent } from '../../../situations/src/index.js';
import { MODELS } from '../models.js';
import type { Json, Projection } from '../projection.js';
import { startOf } from '../start-of.js';
import { entryOf } from './timeline.entry.js';

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
