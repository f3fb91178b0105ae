import type { ObservationRecorded } from './observation.events.js';

/** Distributes over the kinds, which a plain Omit would merge. */
type Asks<Type extends string, Event> = Event extends { type: string } ? { type: Type } & Omit<Event, 'type'> : never;

export type RecordObservation = Asks<'RecordObservation', ObservationRecorded>;

export type ObservationCommand = RecordObservation;
