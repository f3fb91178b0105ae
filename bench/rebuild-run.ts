import { once } from 'node:events';
import type { Pool } from 'pg';
import { startWorker } from '../apps/projector/src/rebuild/worker-process.js';
import { readEnvironment } from '../libs/platform/src/index.js';
import { approveRebuild, askRebuild, dropRebuild, oneRebuild, PROJECTIONS, type RebuildState } from '../libs/read-models/src/index.js';
import type { Place } from './places.js';
import { mostHeld } from './processes.js';

/** How often the worker is looked at, in milliseconds. */
const LOOK_EVERY_MS = 50;

export type RebuildRun = {
  /** Milliseconds that each state lasted. */
  readonly states: ReadonlyMap<RebuildState, number>;
  /** The most that the worker's process held, in bytes. */
  readonly rss: number;
};

const work = async (place: Place, pool: Pool, id: number): Promise<RebuildRun> => {
  const { databaseUrl, brokers, topicPrefix } = place;
  const env = { ...process.env, DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers.join(','), TOPIC_PREFIX: topicPrefix, LOG_LEVEL: 'warn' };
  const { rebuildNice } = readEnvironment(['rebuildNice'], process.env);
  const child = startWorker(id, rebuildNice, env);
  const closed = once(child, 'close');
  let running = true;
  void closed.then(() => (running = false));
  const states = new Map<RebuildState, number>();
  let rss = 0;
  let since = performance.now();
  while (running) {
    const { state } = await oneRebuild(pool, id);
    const now = performance.now();
    states.set(state, (states.get(state) ?? 0) + now - since);
    since = now;
    rss = Math.max(rss, await mostHeld(child.pid!));
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  for (const rest of ['switched', 'awaiting-approval'] as const) states.delete(rest);
  return { states, rss };
};

/** A rebuild of all read models by a worker of its own, as the projector starts it; its tables are dropped afterwards. Throws where rows differ. */
export const rebuildRun = async (place: Place, pool: Pool, { first = false } = {}): Promise<RebuildRun> => {
  const { id } = await askRebuild(
    pool,
    PROJECTIONS.map(({ name }) => name),
    PROJECTIONS,
  );
  const run = await work(place, pool, id);
  if (first) {
    // Nothing was live before it: what it built differs, and is switched to all the same.
    await approveRebuild(pool, id, { actor: 'bench', reason: 'the first' });
    await work(place, pool, id);
  }
  const { state, error, models } = await oneRebuild(pool, id);
  if (state !== 'switched')
    throw new Error(`the rebuild is ${state}: ${error ?? JSON.stringify(models.map(({ comparison }) => comparison))}`);
  await dropRebuild(pool, id);
  return run;
};
