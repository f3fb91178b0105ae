import type { RecordedEvent } from '../../event-log/src/index.js';

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
  private readonly streams = new Map<string, RememberedStream<Event>>();
  private weight = 0;

  constructor(private readonly mostWeight = MOST_WEIGHT) {}

  of(situationId: string, stream: string): RememberedStream<Event> {
    return this.streams.get(`${situationId} ${stream}`) ?? NOTHING;
  }

  /** A stream that is heavier than all that may be held is not remembered. */
  remember(situationId: string, stream: string, read: RememberedStream<Event>): void {
    this.forget(situationId, stream);
    if (read.weight > this.mostWeight) return;
    this.streams.set(`${situationId} ${stream}`, read);
    this.weight += read.weight;
    for (const [oldest, { weight }] of this.streams) {
      if (this.weight <= this.mostWeight) return;
      this.streams.delete(oldest);
      this.weight -= weight;
    }
  }

  forget(situationId: string, stream: string): void {
    const key = `${situationId} ${stream}`;
    this.weight -= this.streams.get(key)?.weight ?? 0;
    this.streams.delete(key);
  }
}
