import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import type { Pool } from 'pg';
import { startWorker } from '../apps/projector/src/rebuild/worker-process.js';
import { askRebuild, dropRebuild, oneRebuild, PROJECTIONS, type RebuildState } from '../libs/read-models/src/index.js';
import type { Place } from './places.js';

/** How often the worker is looked at, in milliseconds. */
const LOOK_EVERY_MS = 50;

export type RebuildRun = {
  /** Milliseconds that each state lasted. */
  readonly states: ReadonlyMap<RebuildState, number>;
  /** The most that the worker's process held, in bytes. */
  readonly rss: number;
};

const rssOf = (pid: number): number => {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
  } catch {
    return 0;
  }
};

/** A rebuild of all read models by a worker of its own, as the projector starts it; its tables are dropped afterwards. Throws where rows differ. */
export const rebuildRun = async ({ databaseUrl, brokers, topicPrefix }: Place, pool: Pool): Promise<RebuildRun> => {
  const { id } = await askRebuild(
    pool,
    PROJECTIONS.map(({ name }) => name),
    PROJECTIONS,
  );
  const env = { ...process.env, DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers.join(','), TOPIC_PREFIX: topicPrefix, LOG_LEVEL: 'warn' };
  const child = startWorker(id, env);
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
    rss = Math.max(rss, rssOf(child.pid!));
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  const { state, error, models } = await oneRebuild(pool, id);
  if (state !== 'switched')
    throw new Error(`the rebuild is ${state}: ${error ?? JSON.stringify(models.map(({ comparison }) => comparison))}`);
  states.delete('switched');
  await dropRebuild(pool, id);
  return { states, rss };
};
