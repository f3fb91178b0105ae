import type { RecordedEvent } from '../../event-log/src/index.js';
import { RecentlyUsed } from '../../read-models/src/index.js';

/** The events of a stream from its first to its last that was read, and their weight: their length as JSON. */
export type RememberedStream<Event> = { readonly events: readonly RecordedEvent<Event>[]; readonly weight: number };

/** What is held of all streams together, as JSON text; as objects it is about three times that. */
const MOST_WEIGHT = 8 * 1024 * 1024;
const NOTHING = { events: [], weight: 0 } as const;

/**
 * The events of the streams decided on last. What was accepted never changes, so that for a later version only what is new is read. One for each
 * database and process.
 */
export class RememberedStreams<Event> {
  private readonly streams: RecentlyUsed<RememberedStream<Event>>;

  constructor(mostWeight = MOST_WEIGHT) {
    this.streams = new RecentlyUsed(mostWeight);
  }

  of(situationId: string, stream: string): RememberedStream<Event> {
    return this.streams.get(`${situationId} ${stream}`) ?? NOTHING;
  }

  /** A stream that is heavier than all that may be held is not remembered. */
  remember(situationId: string, stream: string, read: RememberedStream<Event>): void {
    this.streams.set(`${situationId} ${stream}`, read, read.weight);
  }

  forget(situationId: string, stream: string): void {
    this.streams.delete(`${situationId} ${stream}`);
  }
}
