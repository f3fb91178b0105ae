import type { RecordedEvent } from '../../event-log/src/index.js';
import { type Fact, iso, knownToPublicMs } from '../../situations/src/index.js';
import type { DomainEvent } from '../../situations/src/index.js';

/** The instant from which the public could know what was sighted so, RFC 3339: published, else seen, else recorded. */
export const publicFrom = (sighting: Pick<Fact, 'publishedAt' | 'observedAt'>, recordedAt: string): string =>
  iso(knownToPublicMs(sighting, recordedAt));

type Sighting = Pick<Fact, 'publishedAt' | 'observedAt'>;

/** When the source of an event made it public, and when it was seen: of a claim its own times, of a correction those of what it says instead. */
export const sightingOf = (event: RecordedEvent<DomainEvent>['event']): Sighting => {
  if (event.type === 'FactCorrected') return sightingOf(event.replacement);
  const { publishedAt, observedAt } = event.type === 'ClaimAdded' || event.type === 'ClaimRevised' ? event.claim : (event as Sighting);
  return { ...(publishedAt && { publishedAt }), ...(observedAt !== undefined && { observedAt }) };
};

/** The instant from which the public could know the event as a whole. */
export const eventPublicFrom = ({ event, recordedAt }: RecordedEvent<DomainEvent>): string => publicFrom(sightingOf(event), recordedAt);
