import type { RecordedEvent } from '../../event-log/src/index.js';
import type { DomainEvent, FactCorrected, FactRetracted } from '../../situations/src/index.js';
import type { Assert, Change, Projection } from './projection.js';
import { eventPublicFrom, sightingOf } from './public-time.js';

/** On the published clock it is as if what was written down wrongly had never been there. */
const NEVER = '-infinity';

/** Of a correction: what it takes back, and what its replacement says, as if the correction itself had said so first. */
const correctionChanges = (
  { project }: Projection<DomainEvent>,
  recorded: RecordedEvent<DomainEvent>,
  { corrects, cause, replacement }: FactCorrected,
  keepRank: boolean,
): readonly Change[] => {
  const asserts = project({ ...recorded, event: replacement }).filter((change): change is Assert => change.op === 'assert');
  const own = eventPublicFrom(recorded);
  /** A claim within the replacement may be older than it, but what a source revised was not known before it did. */
  const publishedOf = ({ published }: Assert): string | null => {
    if (cause === 'source-revised') return published === undefined || published === null || published < own ? own : published;
    return published ?? (sightingOf(replacement).publishedAt === undefined ? null : own);
  };
  return [
    { op: 'withdraw', event: corrects, published: cause === 'transcription' ? NEVER : own },
    ...asserts.map((assert) => ({ ...assert, published: publishedOf(assert), ...(keepRank && { seq: null }) })),
  ];
};

const retractionChanges = (recorded: RecordedEvent<DomainEvent>, { retracts, cause }: FactRetracted): readonly Change[] => {
  const published = cause === 'transcription' ? NEVER : eventPublicFrom(recorded);
  return [
    { op: 'withdraw', event: retracts, published },
    { op: 'restore', event: retracts, published },
  ];
};

/**
 * A projection of facts that also takes corrections. `keepRank`: what a correction says stands where the corrected assertion stood among
 * the others of its key, and not where its own event does: a corrected report must not outdo later revisions.
 */
export const corrected = (projection: Projection<DomainEvent>, { keepRank = false } = {}): Projection<DomainEvent> => ({
  ...projection,
  project: (recorded) => {
    switch (recorded.event.type) {
      case 'FactCorrected':
        return correctionChanges(projection, recorded, recorded.event, keepRank);
      case 'FactRetracted':
        return retractionChanges(recorded, recorded.event);
    }
    return projection.project(recorded);
  },
});
