import type { ClientBase } from 'pg';
import { formatEventPosition } from '../../../event-log/src/index.js';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { changesOf } from '../changes-of.js';
import { applyChanges } from '../postgres/apply-changes.js';
import type { Offsets } from './accepted-events.js';
import { ProjectionFailed } from './bulk-load.js';
import type { RebuildState } from './rebuild.model.js';
import { type Held, holdRebuild, judgedOffsets, settleReached } from './rebuilds.queries.js';
import type { Target } from './target.tables.js';
import type { RebuildTools } from './tools.js';
import { inTransaction } from './transaction.js';

/** A table that follows the log from where it stands. */
export type Follower = Target & { readonly reached: Offsets };

/** Records behind the arbiter that are read from the log: starting a consumer costs seconds, so fewer are read from the archive. */
const FEW = 2_000;

/** Up to where every table goes. */
export const leastOf = (followers: readonly Follower[]): number[] =>
  followers[0]!.reached.map((_, partition) => Math.min(...followers.map(({ reached }) => reached[partition]!)));

export const behind = (reached: Offsets, judged: Offsets): number =>
  judged.reduce((sum, offset, partition) => sum + Math.max(0, offset - reached[partition]!), 0);

/** Writes the events that each table has not taken yet. */
const applyTo = async (
  client: ClientBase,
  followers: readonly Follower[],
  events: readonly RecordedEvent<DomainEvent>[],
): Promise<void> => {
  const changes = followers.flatMap(({ projection, table, reached }) => {
    const news = events.filter(({ position: { partition, offset } }) => offset > reached[partition]!);
    return changesOf([projection], news).map((one) => ({ ...one, table }));
  });
  for (const { projection, failed } of changes) {
    if (failed === undefined) continue;
    const { position } = events.find((event) => event.position.offset === failed.offset)!;
    throw new ProjectionFailed(projection.name, formatEventPosition(position), failed.error);
  }
  await applyChanges(client, changes);
};

/** Reads the last records before `judged` in the caller's transaction. */
export const takeTail = async (
  client: ClientBase,
  { events }: RebuildTools,
  held: Held,
  followers: readonly Follower[],
  judged: Offsets,
): Promise<void> => {
  const after = leastOf(followers);
  await events.fromArchive(client, after, judged, (_, some) => applyTo(client, followers, some));
  await settleReached(client, held, new Map(judged.entries()));
};

/** Follows the log until nothing, or nearly nothing, is left between the tables and the arbiter. Each transaction says how far it went. */
export const catchUp = async (
  tools: RebuildTools,
  held: Held,
  state: RebuildState,
  followersNow: () => Promise<readonly Follower[]>,
  enough = 0,
): Promise<void> => {
  const { pool, events, signal } = tools;
  for (;;) {
    signal.throwIfAborted();
    const [followers, judged] = [await followersNow(), await judgedOffsets(pool)];
    const after = leastOf(followers);
    const lag = behind(after, judged);
    if (lag <= enough) return;
    if (lag <= FEW) {
      await inTransaction(pool, async (client) => {
        await holdRebuild(client, held, state);
        await takeTail(client, tools, held, followers, judged);
      });
    } else {
      const take = (partition: number, some: readonly RecordedEvent<DomainEvent>[], offset: number) =>
        inTransaction(pool, async (client) => {
          await holdRebuild(client, held, state);
          await applyTo(client, followers, some);
          await settleReached(client, held, new Map([[partition, offset]]));
        });
      await events.fromLog(after, judged, take, signal);
    }
  }
};
