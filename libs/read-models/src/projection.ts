import type { RecordedEvent } from '../../event-log/src/index.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * What one event does to one read model. Data, not SQL: `postgres/apply-changes.ts` turns a batch into a few statements.
 * The interpreter adds what the event itself knows: situation, position, event id, recorded time and, where `published` is absent,
 * the time from which the public could know the event.
 */
export type Change = Assert | Withdraw | Restore;

export type Assert = {
  op: 'assert';
  /** What the value is of, within its situation: `US-STATE/ML/departure`. Of the assertions known of a key the one of highest rank is in force. */
  key: string;
  /** null says that there is none: a claim that was retracted. */
  value: Json;
  /** From when it holds in the world: RFC 3339, UTC. */
  validFrom: string;
  /** Until when (exclusive); after it the value is unknown. */
  validTo?: string;
  /** Calendar day within which `seq` orders (`YYYY-MM-DD`). */
  day: string;
  /** null takes over that of the assertion of the same key which this event withdraws; 0 where there is none. */
  seq: number | null;
  /**
   * RFC 3339 instant from which the public could know it, where it is not that of the event as a whole.
   * null takes over the earliest of what this event withdraws.
   */
  published?: string | null;
};

/** Takes back what an event of the same situation says: its own assertions, and those that were restored on its behalf. */
export type Withdraw = {
  op: 'withdraw';
  event: string;
  /** RFC 3339 instant from which the public could know that; `-infinity` where the public never knew what is taken back. */
  published: string;
};

/** Asserts anew, as at this event, what an earlier correction or retraction withdrew. It speaks for the events that first said it. */
export type Restore = {
  op: 'restore';
  event: string;
  /** RFC 3339 instant before which the public could not know that it stands again; `-infinity` where only our record had been wrong. */
  published: string;
};

/** A read model's fold, one event at a time: pure, so that any batching and any replay give the same rows. */
export interface Projection<Event> {
  readonly name: string;
  readonly version: number;
  readonly project: (recorded: RecordedEvent<Event>) => readonly Change[];
}
