import { confidenceOf, type ObservationRecorded } from '../../../situations/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { corrected } from '../corrected.js';
import { MODELS } from '../models.js';
import { placeOfObservation } from '../observation-change.js';
import type { Json, Projection } from '../projection.js';

/** What is stored of an observation. Distributes over the kinds, which a plain Omit would merge. */
type Stored<Event> = Event extends ObservationRecorded
  ? Omit<Event, 'type' | 'confidence'> & { confidence: 'high' | 'medium' | 'low'; stream: string }
  : never;
export type StoredObservation = Stored<ObservationRecorded>;

/** Key: `<kind>/<subject>`. Context has no state that could be current: the timeline shows it. */
export const observationsProjection: Projection<DomainEvent> = corrected({
  name: 'observations',
  version: MODELS.observations,
  project: ({ event, stream }) => {
    if (event.type !== 'ObservationRecorded' || event.kind === 'context') return [];
    const { type: _type, ...report } = event;
    const stored: StoredObservation = { ...report, confidence: confidenceOf(event), stream };
    return [{ op: 'assert', key: `${event.kind}/${event.subject}`, value: stored as Json, ...placeOfObservation(event) }];
  },
});
