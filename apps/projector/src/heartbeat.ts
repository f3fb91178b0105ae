import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Following } from '../../../libs/event-log/src/index.js';

const BEATS_EVERY_MS = 1_000;
/** An idle log answers several times a second. */
export const HEARD_WITHIN_MS = 2_500;

/** Lets others see that this projector follows the log: a sign of life for as long as the log answers it, and only so long. */
export class Heartbeat {
  private readonly instance = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    private readonly following: Following,
    private readonly warn: (message: string, error?: unknown) => void,
  ) {}

  start(): void {
    this.beating = this.beat();
    this.timer = setTimeout(() => {
      if (!this.stopped) void this.beating.finally(() => this.stopped || this.start());
    }, BEATS_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.beating;
  }

  private async beat(): Promise<void> {
    const { answeredAt } = this.following.state();
    if (answeredAt === undefined || Date.now() - answeredAt > HEARD_WITHIN_MS) return;
    await this.pool
      .query({
        name: 'projector-beat',
        text: `
          WITH gone AS (DELETE FROM derived.projectors WHERE beat_at < clock_timestamp() - interval '1 hour')
          INSERT INTO derived.projectors (instance, beat_at) VALUES ($1, clock_timestamp())
          ON CONFLICT (instance) DO UPDATE SET beat_at = excluded.beat_at`,
        values: [this.instance],
      })
      .catch((error: unknown) => this.warn('no sign of life could be given', error));
  }
}
