import type { RecordedEvent } from '../../event-log/src/index.js';
import type { DomainEvent } from '../../situations/src/index.js';
import type { Change, Projection } from './projection.js';
import { eventPublicFrom } from './public-time.js';

/** A change with the event that caused it and its order among the changes of that event. */
export type PlacedChange = { readonly recorded: RecordedEvent<DomainEvent>; readonly change: Change; readonly ord: number };

export type ProjectionChanges = {
  readonly projection: Projection<DomainEvent>;
  /** Those of the commits before `failed`. */
  readonly changes: readonly PlacedChange[];
  /** The first commit that the projection cannot take: it stands at the one before. */
  readonly failed?: { readonly offset: number; readonly error: unknown };
};

const changesOfEvent = (projection: Projection<DomainEvent>, recorded: RecordedEvent<DomainEvent>): PlacedChange[] =>
  projection.project(recorded).map((change, ord) => ({
    recorded,
    change: change.op === 'assert' && change.published === undefined ? { ...change, published: eventPublicFrom(recorded) } : change,
    ord,
  }));

const changesOfOne = (projection: Projection<DomainEvent>, events: readonly RecordedEvent<DomainEvent>[]): ProjectionChanges => {
  const changes: PlacedChange[] = [];
  for (const recorded of events) {
    try {
      changes.push(...changesOfEvent(projection, recorded));
    } catch (error) {
      const { offset } = recorded.position;
      return { projection, changes: changes.filter((change) => change.recorded.position.offset < offset), failed: { offset, error } };
    }
  }
  return { projection, changes };
};

/** What `events` (of one partition, in order) do to each read model. A projection that throws fails alone; nothing else here throws. */
export const changesOf = (
  projections: readonly Projection<DomainEvent>[],
  events: readonly RecordedEvent<DomainEvent>[],
): readonly ProjectionChanges[] => projections.map((projection) => changesOfOne(projection, events));
