import { RecentlyUsed } from '../../read-models/src/index.js';
import type { Touched } from './batch.js';
import type { ModelStates } from './batch.queries.js';
import type { Cursor } from './cursor.queries.js';
import { PartitionFold } from './fold.js';

/** Streams of all partitions whose versions are held: about 14 MB, where their names are as long as real ones. */
const MOST_STREAMS = 50_000;

type Held = { cursor: Cursor; models: ModelStates };

/** What a batch rests on, without a question to PostgreSQL. */
export type Before = Held & { readonly fold: PartitionFold };

/**
 * What an arbiter knows of partitions after the batches that it committed: the cursor as it left it, how the read models stand, and the versions
 * of the streams judged last. Exact as of that cursor, and of no use at any other: whoever goes on from it takes the cursor only where it is the same.
 */
export class HeldPartitions {
  private readonly partitions = new Map<number, Held>();
  /** With the hold that each is of: those of one that was given up are of no use, and give way in time. */
  private readonly versions: RecentlyUsed<{ readonly version: number; readonly of: Held }>;

  constructor(mostStreams = MOST_STREAMS) {
    this.versions = new RecentlyUsed(mostStreams);
  }

  /** What records from `offset` on rest on; undefined unless that is next and each stream that they touch is held. */
  before(partition: number, offset: number, { streams }: Touched): Before | undefined {
    const held = this.partitions.get(partition);
    if (held === undefined || offset !== held.cursor.lastOffset + 1) return undefined;
    const fold = new PartitionFold(partition, held.cursor.log);
    for (const { situationId, stream } of streams) {
      const found = this.versions.get(keyOf(partition, situationId, stream));
      if (found?.of !== held) return undefined;
      fold.setVersion(situationId, stream, found.version);
    }
    return { ...held, fold };
  }

  /**
   * After a batch was committed that began at the cursor `before`, which was locked, and left it at `after`. What was held before stays held where
   * that was of the same cursor: of the rest of the partition nothing changed.
   */
  hold(before: Cursor, after: Cursor, models: ModelStates, fold: PartitionFold, { streams }: Touched): void {
    const { partition } = fold;
    let held = this.partitions.get(partition);
    if (held === undefined || !isSame(held.cursor, before)) this.partitions.set(partition, (held = { cursor: after, models }));
    held.cursor = after;
    held.models = models;
    for (const { situationId, stream } of streams)
      this.versions.set(keyOf(partition, situationId, stream), { version: fold.version(situationId, stream), of: held }, 1);
  }

  forget(partition: number): void {
    this.partitions.delete(partition);
  }
}

const keyOf = (partition: number, situationId: string, stream: string): string => `${partition} ${situationId} ${stream}`;

const isSame = (one: Cursor, other: Cursor): boolean =>
  one.lastOffset === other.lastOffset && one.models === other.models && one.table === other.table;
