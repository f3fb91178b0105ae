import type { Recalled, StreamEvent } from '../../event-log/src/index.js';
import { RecentlyUsed } from '../../read-models/src/index.js';

/** The events of a stream from its first to its last that was read, and their weight: their length as JSON. */
type RememberedStream<Event> = { readonly events: readonly StreamEvent<Event>[]; readonly weight: number };

/** What is held of all streams together, as JSON text; as objects it is about three times that. */
const MOST_MIB = 8;

/**
 * The events of the streams decided on last. What was accepted never changes, so that for a later version only what is new is read. One for each
 * database and process.
 */
export class RememberedStreams<Event> {
  private readonly streams: RecentlyUsed<RememberedStream<Event>>;

  constructor(mostMib = MOST_MIB) {
    this.streams = new RecentlyUsed(mostMib * 2 ** 20);
  }

  /** Its events from the first on; none where nothing is remembered. */
  of(situationId: string, stream: string): readonly StreamEvent<Event>[] {
    return this.streams.get(keyOf(situationId, stream))?.events ?? [];
  }

  /** What is remembered of all of these; undefined where one of them is not. */
  recall(situationId: string, streams: readonly string[]): Recalled<Event> | undefined {
    const all = streams.map((stream) => this.of(situationId, stream));
    if (all.some(({ length }) => length === 0)) return undefined;
    return { events: all.flat(), versions: Object.fromEntries(streams.map((stream, nth) => [stream, all[nth]!.length])) };
  }

  /**
   * Remembers what follows what is remembered, or a stream from its first event on. Anything else leaves a hole, and is not remembered; nor is a stream
   * that is heavier than all that may be held.
   */
  add(situationId: string, stream: string, events: readonly StreamEvent<Event>[]): void {
    const key = keyOf(situationId, stream);
    const before = this.streams.get(key) ?? { events: [], weight: 0 };
    // Of a stream that is not there yet is nothing to remember: there is no end of such names.
    if (events.length === 0 || events[0]!.version !== before.events.length + 1) return;
    const weight = events.reduce((sum, event) => sum + JSON.stringify(event).length, before.weight);
    this.streams.set(key, { events: [...before.events, ...events], weight }, weight);
  }

  forget(situationId: string, streams: readonly string[]): void {
    for (const stream of streams) this.streams.delete(keyOf(situationId, stream));
  }

  /** Forgets those of the streams that are said to be at a later version than what is remembered. */
  outdated(situationId: string, versions: Readonly<Record<string, number>>): void {
    this.forget(
      situationId,
      Object.keys(versions).filter((stream) => this.of(situationId, stream).length < versions[stream]!),
    );
  }
}

const keyOf = (situationId: string, stream: string): string => `${situationId} ${stream}`;
