import type { EventPosition } from './position.js';

/** What an accepted commit wrote that this reader cannot read: of an unknown type or schema, or with invalid data. */
export type Unreadable = { type: 'Unreadable'; storedType: string; reason: string };

/** An accepted event as the log holds it, beside what the log knows of it. */
export type RecordedEvent<Event> = {
  readonly id: string;
  readonly situationId: string;
  readonly stream: string;
  /** Version of the stream after this event, from 1. */
  readonly version: number;
  readonly position: EventPosition;
  /** RFC 3339, UTC, milliseconds: broker append time, as a running maximum over the partition. */
  readonly recordedAt: string;
  /** Opaque id of who recorded it. */
  readonly actor: string;
  readonly reason?: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly event: Event | Unreadable;
};
