import type { RecordedEvent } from '../../event-log/src/index.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * What one event does to one read model. Data, not SQL: `postgres/apply-changes.ts` turns a batch into a few statements.
 * The interpreter adds what the event itself knows: situation, position, event id, recorded time and, where `published` is absent,
 * the time from which the public could know the event.
 */
export type Change =
  | {
      op: 'assert';
      /** What the value is of, within its situation: `US-STATE/ML/departure`. */
      key: string;
      /** Names what a later withdrawal takes back: a notice, a claim, an observation. */
      fact: string;
      value: Json;
      /** From when it holds in the world: RFC 3339, UTC. */
      validFrom: string;
      /** Until when (exclusive); after it the value is unknown. */
      validTo?: string;
      /** Calendar day within which `seq` orders (`YYYY-MM-DD`). */
      day: string;
      seq: number;
      /** RFC 3339 instant from which the public could know it, where it is not that of the event as a whole. */
      published?: string;
    }
  /** Takes back every standing assertion of `fact` that stands before this event. */
  | { op: 'withdraw'; fact: string; published?: string };

/** A read model's fold, one event at a time: pure, so that any batching and any replay give the same rows. */
export interface Projection<Event> {
  readonly name: string;
  readonly version: number;
  readonly project: (recorded: RecordedEvent<Event>) => readonly Change[];
}
