import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { tableOf } from '../postgres/assertion.table.js';
import type { Queryable } from '../postgres/queryable.js';
import { behind, catchUp, type Follower, leastOf, takeTail } from './catch-up.js';
import type { Rebuild, RebuiltModel } from './rebuild.model.js';
import { judgedOffsets, liveOffsets, moveRebuild } from './rebuilds.queries.js';
import { dropTable } from './target.tables.js';
import { projectionOf, type RebuildTools } from './tools.js';
import { inTransaction } from './transaction.js';

/** Records that may be left to take while nobody can judge: about what a batch of the arbiter has. */
const TAIL = 200;
/** PostgreSQL breaks off a vacuum of its own when somebody has waited for it for a second. Neither readers nor the arbiter wait with us here. */
const VACUUM_TIMEOUT = '5s';
/** Readers and the arbiter wait no longer than this for a switch; it waits for them and comes again. */
const LOCK_TIMEOUT = '500ms';
const AGAIN_AFTER_MS = [50, 250, 1_000, 5_000] as const;
/** lock_not_available, deadlock_detected: somebody reads, or writes a rehearsal. */
const BUSY = ['55P03', '40P01'];

/** Which way: to the new table, or back to the old one. */
export type Way = 'switched' | 'rolled-back';
const STATE = { switched: 'switching', 'rolled-back': 'rolling-back' } as const;

/** Name of the new table before the switch, and of the old one after it. */
export const newTable = (id: number, name: string, version: number): string => `${tableOf(name, version)}_r${id}`;
const oldTable = (id: number, name: string, version: number): string => `${tableOf(name, version)}_before_r${id}`;

const versionsOf = ({ version, liveVersion }: RebuiltModel, way: Way) =>
  way === 'switched' ? { to: version, from: liveVersion } : { to: liveVersion, from: version };

export const followersOf = (tools: RebuildTools, { models }: Rebuild, way: Way): Follower[] =>
  models.map((model) => ({
    projection: projectionOf(tools, model.name, versionsOf(model, way).to),
    table: model.aside,
    reached: model.reached,
  }));

const rename = (db: Queryable, from: string, to: string) =>
  db.query({ text: `ALTER TABLE ${from} RENAME TO ${to.replace('derived.', '')}` });

/** Shows the table aside and puts the one that was shown aside, with where it stands. A read model that was parked follows the log again. */
const swap = async (client: PoolClient, id: number, model: RebuiltModel, way: Way): Promise<void> => {
  const { name, aside } = model;
  const { to, from } = versionsOf(model, way);
  const reached = await liveOffsets(client, name);
  const now = way === 'switched' ? oldTable(id, name, from) : newTable(id, name, from);
  await rename(client, tableOf(name, from), now);
  await rename(client, aside, tableOf(name, to));
  await client.query(`ALTER TABLE ${tableOf(name, to)} RESET (autovacuum_enabled)`);
  await client.query(`CREATE OR REPLACE VIEW derived.${name} AS SELECT * FROM ${tableOf(name, to)}`);
  await client.query({ text: 'DELETE FROM derived.projections WHERE name = $1', values: [name] });
  if (to !== from) {
    await client.query({
      text: `INSERT INTO derived.live_versions (name, version) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET version = excluded.version`,
      values: [name, to],
    });
  }
  await client.query({
    text: `UPDATE derived.rebuilt_models SET aside = $3, reached = $4, open = false WHERE rebuild = $1 AND name = $2`,
    values: [id, name, now, reached],
  });
};

/** Earlier rebuilds of the same read models keep their other table no longer. */
const settleEarlier = async (client: PoolClient, { id, models }: Rebuild): Promise<void> => {
  const { rows } = await client.query<{ id: number; aside: string }>({
    text: `
      SELECT rebuild.id, model.aside FROM derived.rebuilds AS rebuild JOIN derived.rebuilt_models AS model ON model.rebuild = rebuild.id
      WHERE rebuild.state IN ('switched', 'rolled-back') AND rebuild.id <> $1
        AND EXISTS (SELECT FROM derived.rebuilt_models AS mine WHERE mine.rebuild = rebuild.id AND mine.name = ANY($2))`,
    values: [id, models.map(({ name }) => name)],
  });
  for (const { aside } of rows) await dropTable(client, aside);
  await client.query({
    text: `UPDATE derived.rebuilds SET state = 'settled', moved_at = now() WHERE id = ANY($1)`,
    values: [rows.map((row) => row.id)],
  });
};

/** A vacuum would not end for as short a wait as that for readers is; no other begins from here on. */
const keepVacuumOut = async (client: PoolClient, { models }: Rebuild, way: Way): Promise<void> => {
  const tables = models.flatMap((model) => [tableOf(model.name, versionsOf(model, way).from), model.aside]);
  await client.query(`SET LOCAL lock_timeout = '${VACUUM_TIMEOUT}'`);
  await client.query(`LOCK TABLE ${tables.join(', ')} IN SHARE UPDATE EXCLUSIVE MODE`);
};

/**
 * In the order in which a question comes to them: the view, then its table. Who held the table and waited for a view would wait for a reader that has
 * the view and waits for the table.
 */
const keepReadersOut = (client: PoolClient, { models }: Rebuild) =>
  client.query(`LOCK TABLE ${models.map(({ name }) => `derived.${name}`).join(', ')} IN ACCESS EXCLUSIVE MODE`);

/** Answers whether it switched: not where too much was judged meanwhile. */
const trySwitch = (tools: RebuildTools, rebuild: Rebuild, followers: readonly Follower[], way: Way): Promise<boolean> => {
  const held = { id: rebuild.id, worker: tools.worker };
  return inTransaction(tools.pool, async (client) => {
    await keepVacuumOut(client, rebuild, way);
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    await moveRebuild(client, held, STATE[way], way);
    // From here to the end nobody judges: the arbiter's next batch finds the other table live.
    const judged = await judgedOffsets(client, { lock: true });
    if (behind(leastOf(followers), judged) > TAIL) throw new TooFarBehind();
    await takeTail(client, tools, held, followers, judged);
    await settleEarlier(client, rebuild);
    await keepReadersOut(client, rebuild);
    for (const model of rebuild.models) await swap(client, rebuild.id, model, way);
    return true;
  }).catch((error: unknown) => {
    if (error instanceof TooFarBehind || BUSY.includes((error as { code?: string }).code ?? '')) return false;
    throw error;
  });
};

class TooFarBehind extends Error {}

/**
 * Catches up and switches all read models of the rebuild in one transaction, under the locks of all cursors: whoever reads sees the one table or
 * the other, whole, and every record is in it once. `read` gives the rebuild as it stands.
 */
export const switchModels = async (tools: RebuildTools, read: () => Promise<Rebuild>, way: Way): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    tools.signal.throwIfAborted();
    const rebuild = await read();
    const followersNow = async () => followersOf(tools, await read(), way);
    await catchUp(tools, { id: rebuild.id, worker: tools.worker }, STATE[way], followersNow, TAIL);
    if (await trySwitch(tools, rebuild, await followersNow(), way)) return;
    await pause(AGAIN_AFTER_MS[Math.min(attempt, AGAIN_AFTER_MS.length - 1)], undefined, { signal: tools.signal });
  }
};
