import type { Pool } from 'pg';
import { judgedUpTo } from '../../../libs/arbiter/src/index.js';
import type { Following } from '../../../libs/event-log/src/index.js';
import { isLive, type Watch } from '../../../libs/signals/src/index.js';
import { shareOf } from './share.js';

/**
 * Keeps a projector to its share of the partitions. That is for economy only: the lock on the cursor decides who judges, so two who both follow a
 * partition do no harm, and one that nobody judges, for whatever reason, is taken up by all.
 */
export class ShareKeeper {
  constructor(
    private readonly instance: string,
    private readonly pool: Pool,
    private readonly following: Following,
    private readonly watch: Watch,
    private readonly partitions: number,
    private readonly changed: (active: readonly number[]) => void,
  ) {}

  /** Leaves and takes up what the share among the `living` asks for; what cannot be taken up yet is so the next time. */
  async keep(living: readonly string[]): Promise<void> {
    const wanted = new Set([...shareOf(this.instance, living, this.partitions), ...this.standing()]);
    const { active } = this.following.state();
    const left = active.filter((partition) => !wanted.has(partition));
    for (const partition of left) this.following.leave(partition);
    const missing = [...wanted].filter((partition) => !active.includes(partition));
    const found = missing.length === 0 ? [] : await judgedUpTo(this.pool, missing);
    const taken = found.filter((one) => this.following.takeUp(one));
    if (left.length > 0 || taken.length > 0) this.changed(this.following.state().active);
  }

  /** Partitions with records to judge that nobody has judged for seconds: whoever they belong to is halted, refused or held up. */
  private standing(): number[] {
    const { sample, still } = this.watch.latest();
    const now = Date.now();
    return (sample?.partitions ?? [])
      .filter((one) => isLive(one, still, now) === false && one.partition < this.partitions)
      .map(({ partition }) => partition);
  }
}
