import type { RecordedEvent } from '../../event-log/src/index.js';
import { type DomainEvent, iso, occurredRange } from '../../situations/src/index.js';
import { sightingOf } from './public-time.js';

/** Where an event stands in the order of what happened: when it occurred, else when it was made public, else seen, else recorded. */
export const startOf = (event: RecordedEvent<DomainEvent>['event'], recordedAt: string): string => {
  if (event.type === 'FactCorrected') return startOf(event.replacement, recordedAt);
  if ('occurred' in event) return iso(occurredRange(event.occurred).start);
  const { publishedAt, observedAt = recordedAt } = sightingOf(event);
  return publishedAt === undefined ? iso(Date.parse(observedAt)) : iso(occurredRange({ ...publishedAt, from: publishedAt.at }).start);
};
