import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { LogHalted } from '../../../event-log/src/index.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Offsets } from './accepted-events.js';
import { openLoader } from './build.js';
import { BulkLoad, ProjectionFailed } from './bulk-load.js';
import { catchUp } from './catch-up.js';
import { compareTables } from './compare.js';
import { Pace } from './pace.js';
import type { Rebuild, RebuildState, RebuiltModel } from './rebuild.model.js';
import {
  claimRebuild,
  type Held,
  judgedOffsets,
  liveOffsets,
  moveRebuild,
  rebuildById,
  settleReached,
  Superseded,
  tellProgress,
} from './rebuilds.queries.js';
import { followersOf, switchModels } from './switch.js';
import { createTarget, indexTarget, liveTable, type Target, waitingOf } from './target.tables.js';
import { projectionOf, type RebuildTools, VersionNotKnown } from './tools.js';
import { inTransaction } from './transaction.js';
import { applyWaiting } from './waiting-mendings.js';

type Step = (tools: RebuildTools, rebuild: Rebuild) => Promise<void>;

const targetsOf = (tools: RebuildTools, { models }: Rebuild): Target[] =>
  models.map(({ name, version, aside }) => ({ projection: projectionOf(tools, name, version), table: aside }));
const heldBy = ({ worker }: RebuildTools, { id }: Pick<Rebuild, 'id'>): Held => ({ id, worker });
const recordsIn = (offsets: Offsets): number => offsets.reduce((sum, offset) => sum + offset + 1, 0);

/** Makes the tables, empty. */
const begin: Step = (tools, rebuild) =>
  inTransaction(tools.pool, async (client) => {
    await moveRebuild(client, heldBy(tools, rebuild), 'queued', 'loading');
    for (const target of targetsOf(tools, rebuild)) await createTarget(client, target);
    const judged = await judgedOffsets(client);
    await client.query({
      text: 'UPDATE derived.rebuilt_models SET reached = $2 WHERE rebuild = $1',
      values: [rebuild.id, judged.map(() => -1)],
    });
    await tellProgress(client, heldBy(tools, rebuild), 'loading', { unit: 'records', done: 0, total: recordsIn(judged), rate: null });
  });

/** Loads all that is judged by now from the log, from where the last transaction left off. */
const load: Step = async (tools, rebuild) => {
  const { models } = rebuild;
  const held = heldBy(tools, rebuild);
  const upTo = await judgedOffsets(tools.pool);
  const reached = [...models[0]!.reached];
  const pace = new Pace(recordsIn(reached));
  const loader = await openLoader(tools.databaseUrl);
  try {
    const loading = new BulkLoad(loader, targetsOf(tools, rebuild), async (further) => {
      for (const [partition, offset] of further) reached[partition] = offset;
      const done = recordsIn(reached);
      const total = Math.max(done, recordsIn(upTo));
      await tellProgress(loader, held, 'loading', { unit: 'records', done, total, rate: pace.rate(done) });
      await settleReached(loader, held, further);
    });
    await tools.events.fromLog(models[0]!.reached, upTo, (...run) => loading.take(...run), tools.signal);
    await loading.finish();
  } finally {
    await loader.end();
  }
  await moveRebuild(tools.pool, held, 'loading', 'indexing');
};

/** One table at a time: the other cores are for whoever asks meanwhile. */
const index: Step = async (tools, rebuild) => {
  const targets = targetsOf(tools, rebuild);
  let done = 0;
  const tell = () =>
    tellProgress(tools.pool, heldBy(tools, rebuild), 'indexing', { unit: 'tables', done, total: targets.length, rate: null });
  await tell();
  for (const target of targets) {
    tools.signal.throwIfAborted();
    await indexTarget(tools.pool, target);
    done += 1;
    await tell();
  }
  await moveRebuild(tools.pool, heldBy(tools, rebuild), 'indexing', 'mending');
};

const countWaiting = async (db: Queryable, targets: readonly Target[]): Promise<number> => {
  const counts = targets.map(({ table }) => `(SELECT count(*) FROM ${waitingOf(table)})`).join(' + ');
  const { rows } = await db.query<{ count: string }>({ text: `SELECT ${counts} AS count` });
  return Number(rows[0]!.count);
};

/** Applies the corrections that waited, and drops the tables in which they did. */
const mend: Step = async (tools, rebuild) => {
  const targets = targetsOf(tools, rebuild);
  const total = await countWaiting(tools.pool, targets);
  const pace = new Pace(0);
  let done = 0;
  for (const { table } of targets) {
    await applyWaiting(tools.pool, table, async (client, applied) => {
      tools.signal.throwIfAborted();
      done += applied;
      await tellProgress(client, heldBy(tools, rebuild), 'mending', { unit: 'corrections', done, total, rate: pace.rate(done) });
    });
  }
  await inTransaction(tools.pool, async (client) => {
    await moveRebuild(client, heldBy(tools, rebuild), 'mending', 'catching-up');
    for (const { table } of targets) await client.query(`DROP TABLE ${waitingOf(table)}`);
  });
};

const follow: Step = async (tools, rebuild) => {
  await catchUp(tools, heldBy(tools, rebuild), 'catching-up', async () => followersOf(tools, await current(tools, rebuild.id), 'switched'));
  await moveRebuild(tools.pool, heldBy(tools, rebuild), 'catching-up', 'comparing');
};

/** At the position that both tables have reached. Equal rows are switched to at once; of others somebody has to know. */
const compare: Step = async (tools, { id, models }) => {
  const held = heldBy(tools, { id });
  for (const [done, { name, aside, reached }] of models.entries()) {
    tools.signal.throwIfAborted();
    await tellProgress(tools.pool, held, 'comparing', { unit: 'read models', done, total: models.length, rate: null });
    const live = await liveOffsets(tools.pool, name);
    const at = reached.map((offset, partition) => Math.min(offset, live[partition]!));
    const comparison = await compareTables(tools.pool, await liveTable(tools.pool, name), aside, at);
    await tools.pool.query({
      text: 'UPDATE derived.rebuilt_models SET comparison = $3 WHERE rebuild = $1 AND name = $2',
      values: [id, name, JSON.stringify(comparison)],
    });
  }
  const compared = await current(tools, id);
  await moveRebuild(tools.pool, held, 'comparing', compared.models.every(isEqual) ? 'switching' : 'awaiting-approval');
};

const isEqual = ({ comparison }: RebuiltModel): boolean => comparison?.difference === null;

const STEPS: { readonly [State in RebuildState]?: Step } = {
  queued: begin,
  loading: load,
  indexing: index,
  mending: mend,
  'catching-up': follow,
  comparing: compare,
  switching: (tools, { id }) => switchModels(tools, () => current(tools, id), 'switched'),
  'rolling-back': (tools, { id }) => switchModels(tools, () => current(tools, id), 'rolled-back'),
};

const current = async ({ pool }: RebuildTools, id: number): Promise<Rebuild> => {
  const rebuild = await rebuildById(pool, id);
  if (rebuild === undefined) throw new Superseded(`rebuild ${id} is gone`);
  return rebuild;
};

/** What trying again does not mend: the events, the code or the record are at fault (data exception, constraint, syntax or access, too large). */
const isFault = (error: unknown): boolean =>
  error instanceof ProjectionFailed ||
  error instanceof VersionNotKnown ||
  error instanceof LogHalted ||
  /^(22|23|42|54)/.test((error as { code?: string }).code ?? '');

/** Ends the rebuild with what went wrong. One that was to be rolled back stays switched. */
const failRebuild = (pool: Pool, held: Held, { state }: Rebuild, error: unknown): Promise<void> =>
  inTransaction(pool, async (client) => {
    await moveRebuild(client, held, state, state === 'rolling-back' ? 'switched' : 'failed', String(error).slice(0, 2_000));
    await client.query({ text: 'UPDATE derived.rebuilt_models SET open = false WHERE rebuild = $1', values: [held.id] });
  });

/** Ends a rebuild that no worker gets further with. Throws {@link Superseded} where one did meanwhile. */
export const giveUpRebuild = async (pool: Pool, rebuild: Rebuild, why: string): Promise<void> => {
  const held = { id: rebuild.id, worker: `gave up ${randomUUID()}` };
  await claimRebuild(pool, held);
  await failRebuild(pool, held, rebuild, why);
};

/**
 * Claims a rebuild and goes on with it from where it stands, until somebody has to decide or nothing is left to do, and answers its state. It can
 * be killed anywhere and begun again; of two at once the one that claims later goes on, and the other's next transaction fails. Rejects where it may be tried again: a service does not
 * answer, or it was aborted. What cannot be mended so is written to the rebuild.
 */
export const runRebuild = async (tools: RebuildTools, id: number): Promise<RebuildState> => {
  await claimRebuild(tools.pool, heldBy(tools, { id }));
  for (;;) {
    tools.signal.throwIfAborted();
    const rebuild = await current(tools, id);
    const step = STEPS[rebuild.state];
    if (step === undefined) return rebuild.state;
    try {
      await step(tools, rebuild).catch((error: unknown) => {
        if (!isFault(error)) throw error;
        return failRebuild(tools.pool, heldBy(tools, rebuild), rebuild, error);
      });
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
      return (await current(tools, id)).state;
    }
  }
};
