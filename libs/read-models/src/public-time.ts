import type { RecordedEvent } from '../../event-log/src/index.js';
import { type Fact, iso, knownToPublicMs } from '../../situations/src/index.js';
import type { DomainEvent } from '../../situations/src/index.js';

/** The instant from which the public could know what was sighted so, RFC 3339: published, else seen, else recorded. */
export const publicFrom = (sighting: Pick<Fact, 'publishedAt' | 'observedAt'>, recordedAt: string): string =>
  iso(knownToPublicMs(sighting, recordedAt));

/** The instant from which the public could know the event as a whole. */
export const eventPublicFrom = ({ event, recordedAt }: RecordedEvent<DomainEvent>): string => {
  const { publishedAt, observedAt }: Pick<Fact, 'publishedAt' | 'observedAt'> =
    'publishedAt' in event || 'observedAt' in event ? event : {};
  return publicFrom({ ...(publishedAt && { publishedAt }), ...(observedAt !== undefined && { observedAt }) }, recordedAt);
};
