import type { CommitPosition } from './position.js';
import type { RecordedEvent } from './recorded-event.js';

/** An event of a stream, as decisions need it; `offset` is that of its commit. */
export type StreamEvent<Event> = Pick<RecordedEvent<Event>, 'id' | 'stream' | 'version' | 'event'> & { readonly offset: number };

/** The first verdict of a command, as the arbiter recorded it. */
export type CommandVerdict = {
  readonly commandId: string;
  readonly verdict: 'accepted' | 'conflict';
  readonly position: CommitPosition;
  readonly requestHash: string;
  /** Versions of the streams written, after the commit; of the streams it was conditional on, where it lost. */
  readonly versions: Readonly<Record<string, number>>;
  readonly eventIds: readonly string[];
  /** Read models that do not follow the log for now, so that they may not show it yet. */
  readonly parked: readonly string[];
};

/** As it is told to all who listen. */
export type ToldVerdict = CommandVerdict & { readonly situationId: string };

/** One consistent look at the record: streams and verdicts of the same moment. */
export type Loaded<Event> = {
  /** Events of all asked streams, each stream in order; none need be told where one of the asked commands is accepted. */
  readonly events: readonly StreamEvent<Event>[];
  /** Version of every asked stream; 0 where it does not exist. */
  readonly versions: Readonly<Record<string, number>>;
  /** Verdicts of those of the asked commands that have one. */
  readonly verdicts: readonly CommandVerdict[];
  /** The last commit of the partition that was judged. */
  readonly position: CommitPosition;
};

export type ExpectedVerdict = {
  /** The verdict, or undefined where none came within the time. */
  within(milliseconds: number): Promise<CommandVerdict | undefined>;
};

/** What is remembered of streams: right up to a version of each, which need not be the last. */
export type Recalled<Event> = Pick<Loaded<Event>, 'events' | 'versions'>;

/** Port to what the arbiter decided. Adapters: PostgreSQL, in-memory. All reject with `LogUnavailable`. */
export interface RecordStore<Event> {
  load(situationId: string, streams: readonly string[], commandIds: readonly string[]): Promise<Loaded<Event>>;
  /** To be called before the command is appended, so that no verdict is missed. */
  expect(commandId: string): ExpectedVerdict;
  /** What is remembered of the streams, without asking; undefined where one of them is not remembered. */
  recall(situationId: string, streams: readonly string[]): Recalled<Event> | undefined;
  /** Remembers what an accepted commit wrote, behind what is remembered of the stream already. */
  learn(situationId: string, stream: string, events: readonly StreamEvent<Event>[]): void;
}
