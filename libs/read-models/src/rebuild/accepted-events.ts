import type { ClientBase } from 'pg';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';

/** The last offset that counts, of partition 0, 1, …; -1 before the first record. */
export type Offsets = readonly number[];

/** Takes the accepted events of a run of records that ends at `offset`, in order. */
export type TakeEvents = (partition: number, events: readonly RecordedEvent<DomainEvent>[], offset: number) => Promise<void>;

/** Where rebuilds read what the log says. Both read what is judged, and reject where log and record contradict each other. */
export interface AcceptedEvents {
  /** From the log, the records after `after` up to `upTo`. Several partitions at once. Rejects with what `take` throws, or when aborted. */
  fromLog(after: Offsets, upTo: Offsets, take: TakeEvents, signal: AbortSignal): Promise<void>;
  /** The same from the bytes that the arbiter keeps of each record: for a few, where nobody may wait for a consumer. Uses `client` alone. */
  fromArchive(client: ClientBase, after: Offsets, upTo: Offsets, take: TakeEvents): Promise<void>;
}
