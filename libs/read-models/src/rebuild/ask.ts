import type { Pool, PoolClient } from 'pg';
import type { DomainEvent } from '../../../situations/src/index.js';
import { liveProjections } from '../live-projections.js';
import type { Projection } from '../projection.js';
import type { Rebuild, RebuildState } from './rebuild.model.js';
import { RebuildRefused, WORKING } from './rebuild.model.js';
import { liveVersions, rebuildById, rebuildsIn } from './rebuilds.queries.js';
import { newTable } from './switch.js';
import { dropTable } from './target.tables.js';
import { inTransaction } from './transaction.js';

type Known = readonly Projection<DomainEvent>[];

/** What a rebuild of a read model would build, beside what is live. */
export type Asked = { readonly name: string; readonly version: number; readonly liveVersion: number };

/** The newest version that is known of each. Throws {@link RebuildRefused}. */
export const askedOf = async (db: Pool | PoolClient, names: readonly string[], projections: Known): Promise<Asked[]> => {
  const versions = await liveVersions(db);
  const { known } = liveProjections(projections, versions);
  return [...new Set(names)].map((name) => {
    const ofName = projections.filter((projection) => projection.name === name);
    if (ofName.length === 0) {
      const all = [...new Set(projections.map((projection) => projection.name))];
      throw new RebuildRefused('read-model-not-found', `there is no read model ${name}; there are ${all.join(', ')}`);
    }
    const version = Math.max(...ofName.map((projection) => projection.version));
    const live = known.find((projection) => projection.name === name);
    return { name, version, liveVersion: live?.version ?? versions.get(name)! };
  });
};

const UNIQUE_VIOLATION = '23505';
const LOCK_NOT_AVAILABLE = '55P03';

const OPEN: readonly RebuildState[] = [...WORKING, 'awaiting-approval'];

/** Those that are not through with one of the read models. */
export const rebuildsOf = async (pool: Pool, names: readonly string[]): Promise<Rebuild[]> =>
  (await rebuildsIn(pool, OPEN)).filter(({ models }) => models.some(({ name }) => names.includes(name)));

/** What was refused because another rebuild has one of the read models. */
const running = async (pool: Pool, names: readonly string[]): Promise<RebuildRefused> => {
  const [other] = await rebuildsOf(pool, names);
  const of = other?.models.map(({ name }) => name).join(', ') ?? names.join(', ');
  return new RebuildRefused(
    'rebuild-running',
    `rebuild ${other?.id ?? ''} of ${of} is ${other?.state ?? 'running'}; there is one at a time`,
  );
};

/**
 * Asks for a rebuild of read models together, in one pass over the log. A worker of the projector takes it up. Throws {@link RebuildRefused}
 * where one is not known, or is being rebuilt already.
 */
export const askRebuild = async (pool: Pool, names: readonly string[], projections: Known): Promise<Rebuild> => {
  try {
    const id = await inTransaction(pool, async (client) => {
      const asked = await askedOf(client, names, projections);
      const { rows } = await client.query<{ id: number }>(`INSERT INTO derived.rebuilds (state) VALUES ('queued') RETURNING id`);
      const { id: made } = rows[0]!;
      for (const { name, version, liveVersion } of asked) {
        await client.query(
          `INSERT INTO derived.rebuilt_models (rebuild, name, version, live_version, aside, reached) VALUES ($1, $2, $3, $4, $5, '{}')`,
          [made, name, version, liveVersion, newTable(made, name, version)],
        );
      }
      return made;
    });
    return await oneRebuild(pool, id);
  } catch (error) {
    throw (error as { code?: string }).code === UNIQUE_VIOLATION ? await running(pool, names) : error;
  }
};

/** Throws {@link RebuildRefused} where there is none. */
export const oneRebuild = async (pool: Pool | PoolClient, id: number): Promise<Rebuild> => {
  const rebuild = await rebuildById(pool, id);
  if (rebuild === undefined) throw new RebuildRefused('rebuild-not-found', `there is no rebuild ${id}`);
  return rebuild;
};

/** Runs `work` on the rebuild while nobody else can: whatever works on it waits, or is superseded. */
const withRebuild = (pool: Pool, id: number, work: (client: PoolClient, rebuild: Rebuild) => Promise<void>): Promise<Rebuild> =>
  inTransaction(pool, async (client) => {
    await work(client, await lockedRebuild(client, id));
    return oneRebuild(client, id);
  }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new RebuildRefused('rebuild-busy', `a worker of rebuild ${id} is in the midst of a step that cannot be interrupted; try again`);
  });

const lockedRebuild = async (client: PoolClient, id: number): Promise<Rebuild> => {
  await client.query(`SET LOCAL lock_timeout = '5s'`);
  await client.query('SELECT FROM derived.rebuilds WHERE id = $1 FOR UPDATE', [id]);
  return oneRebuild(client, id);
};

const setState = (client: PoolClient, id: number, state: RebuildState) =>
  client.query(
    `UPDATE derived.rebuilds SET state = $2, moved_at = now(), unit = NULL, done = NULL, total = NULL, rate = NULL, error = NULL WHERE id = $1`,
    [id, state],
  );

export type Approval = { readonly actor: string; readonly reason: string };

/** Lets a rebuild whose rows differ be switched to, and keeps who said so. Throws {@link RebuildRefused}. */
export const approveRebuild = (pool: Pool, id: number, { actor, reason }: Approval): Promise<Rebuild> =>
  withRebuild(pool, id, async (client, { state, models }) => {
    if (state !== 'awaiting-approval') {
      throw new RebuildRefused('rebuild-not-awaiting-approval', `rebuild ${id} is ${state}: there is nothing to approve`);
    }
    const approved = models.map(({ name, version, liveVersion, comparison }) => ({ name, version, liveVersion, ...comparison }));
    await client.query('INSERT INTO control.approvals (actor, reason, rebuild, models) VALUES ($1, $2, $3, $4)', [
      actor,
      reason,
      id,
      JSON.stringify(approved),
    ]);
    await setState(client, id, 'switching');
  });

/** Has the old tables caught up and shown again. Throws {@link RebuildRefused}. */
export const rollBackRebuild = async (pool: Pool, id: number, projections: Known): Promise<Rebuild> => {
  let names: readonly string[] = [];
  try {
    return await withRebuild(pool, id, async (client, { state, models }) => {
      names = models.map(({ name }) => name);
      if (state !== 'switched')
        throw new RebuildRefused('rebuild-not-switched', `rebuild ${id} is ${state}: there is no old table to go back to`);
      for (const { name, liveVersion } of models) {
        if (projections.some((known) => known.name === name && known.version === liveVersion)) continue;
        throw new RebuildRefused(
          'version-not-known',
          `this program does not know version ${liveVersion} of ${name}, which kept the old table`,
        );
      }
      await client.query('UPDATE derived.rebuilt_models SET open = true WHERE rebuild = $1', [id]);
      await setState(client, id, 'rolling-back');
    });
  } catch (error) {
    throw (error as { code?: string }).code === UNIQUE_VIOLATION ? await running(pool, names) : error;
  }
};

/**
 * Drops the tables that are not shown. A rebuild that was not switched is taken back by it, one that runs is broken off; after one that was there is
 * no way back. Throws {@link RebuildRefused} while it is being switched or rolled back.
 */
export const dropRebuild = (pool: Pool, id: number): Promise<Rebuild> =>
  withRebuild(pool, id, async (client, { state, models }) => {
    if (state === 'settled' || state === 'dropped') return;
    if (state === 'switching' || state === 'rolling-back') {
      throw new RebuildRefused('rebuild-still-live', `rebuild ${id} is ${state}: wait until that is done`);
    }
    for (const { aside } of models) await dropTable(client, aside);
    await client.query('UPDATE derived.rebuilt_models SET open = false WHERE rebuild = $1', [id]);
    await setState(client, id, state === 'switched' || state === 'rolled-back' ? 'settled' : 'dropped');
  });
