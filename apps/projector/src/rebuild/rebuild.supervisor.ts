import type { ChildProcess } from 'node:child_process';
import type { Pool } from 'pg';
import type { Logger } from '../../../../libs/platform/src/index.js';
import {
  giveUpRebuild,
  lockedRebuilds,
  MOST_AT_ONCE,
  PROJECTIONS,
  type Rebuild,
  rebuildsIn,
  WORKING,
} from '../../../../libs/read-models/src/index.js';
import { startWorker } from './worker-process.js';

const LOOK_EVERY_MS = 500;
/** After this many workers ended in the midst of it and none got further, something is wrong that another one will not mend. */
const GIVE_UP_AFTER = 5;
const ENDS_WITHIN_MS = 5_000;

/** How far a rebuild is, in a word that changes when it gets further. */
const placeOf = ({ state, progress, models }: Rebuild): string =>
  JSON.stringify([state, progress?.done, models.map(({ reached }) => reached)]);

const isKnown = ({ state, models }: Rebuild): boolean =>
  models.every(({ name, version, liveVersion }) => {
    const wanted = state === 'rolling-back' ? liveVersion : version;
    return PROJECTIONS.some((known) => known.name === name && known.version === wanted);
  });

/** Sees to it that every rebuild which can go on has a worker, a process of its own. Any number of supervisors: a lock says who has which. */
export class RebuildSupervisor {
  private readonly workers = new Map<number, ChildProcess>();
  private readonly ended = new Map<number, { place: string; times: number }>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly nice: number,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.looking = this.look()
        .catch((error: unknown) => this.logger.warn({ err: error }, 'rebuilds cannot be looked for'))
        .finally(() => {
          if (!this.stopped) this.start();
        });
    }, LOOK_EVERY_MS);
  }

  /** Ends the workers after the transaction under way; another supervisor's go on from there. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all([...this.workers.values()].map(end));
  }

  private async look(): Promise<void> {
    const waiting = (await rebuildsIn(this.pool, WORKING)).filter(isKnown).toReversed();
    if (waiting.length === 0) return;
    const locked = await lockedRebuilds(this.pool);
    // A worker that has only begun has locked nothing yet.
    const taken = new Set([...locked, ...this.workers.keys()]);
    const free = waiting.filter(({ id }) => !taken.has(id));
    for (const rebuild of free.slice(0, Math.max(0, MOST_AT_ONCE - taken.size))) await this.take(rebuild);
  }

  private async take(rebuild: Rebuild): Promise<void> {
    const { id } = rebuild;
    const place = placeOf(rebuild);
    const before = this.ended.get(id);
    const times = before?.place === place ? before.times : 0;
    if (times >= GIVE_UP_AFTER) {
      this.ended.delete(id);
      const error = `${times} workers ended in the midst of it and none got further; the projector's log says more`;
      await giveUpRebuild(this.pool, rebuild, error);
      return;
    }
    if (this.stopped) return;
    const child = startWorker(id, this.nice);
    this.workers.set(id, child);
    child.once('error', (error) => this.logger.warn({ err: error, rebuild: id }, 'a worker did not start'));
    child.once('close', (code, signal) => {
      this.workers.delete(id);
      if (code === 0) this.ended.delete(id);
      else {
        this.ended.set(id, { place, times: times + 1 });
        this.logger.warn({ rebuild: id, code, signal }, 'a worker ended in the midst of a rebuild');
      }
    });
  }
}

const end = async (child: ChildProcess): Promise<void> => {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  await closed;
  clearTimeout(timer);
};
