import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Following } from '../../../libs/event-log/src/index.js';

const BEATS_EVERY_MS = 1_000;
/** An idle log answers several times a second. */
export const HEARD_WITHIN_MS = 2_500;
/** A projector that gave no sign of life for so long lives no more: several beats, and short beside what a command waits for its verdict. */
const LIVES_FOR_S = 3;

/** Lets others see that this projector follows the log: a sign of life for as long as the log answers it, and only so long. */
export class Heartbeat {
  readonly instance = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    private readonly following: Following,
    private readonly warn: (message: string, error?: unknown) => void,
  ) {}

  /** After every sign of life `living` is told the names of the others who gave theirs, by the database's clock; its next one waits for that. */
  start(living: (instances: readonly string[]) => Promise<void>): void {
    this.beating = this.beat(living).catch((error: unknown) =>
      this.warn('no sign of life could be given, or not what follows from it', error),
    );
    this.timer = setTimeout(() => {
      if (!this.stopped) void this.beating.finally(() => this.stopped || this.start(living));
    }, BEATS_EVERY_MS);
  }

  /** Says that it is going, so that the others need not wait to find out. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.beating;
    await this.pool
      .query({ text: 'DELETE FROM derived.projectors WHERE instance = $1', values: [this.instance] })
      .catch((error: unknown) => this.warn('it could not be said that this projector is going', error));
  }

  private async beat(living: (instances: readonly string[]) => Promise<void>): Promise<void> {
    const { answeredAt } = this.following.state();
    if (answeredAt === undefined || Date.now() - answeredAt > HEARD_WITHIN_MS) return;
    const { rows } = await this.pool.query<{ instance: string }>({
      name: 'projector-beat',
      text: `
        WITH gone AS (DELETE FROM derived.projectors WHERE beat_at < clock_timestamp() - interval '1 hour'),
        own AS (
          INSERT INTO derived.projectors (instance, beat_at) VALUES ($1, clock_timestamp())
          ON CONFLICT (instance) DO UPDATE SET beat_at = excluded.beat_at
        )
        SELECT instance FROM derived.projectors WHERE instance <> $1 AND beat_at > clock_timestamp() - make_interval(secs => $2)`,
      values: [this.instance, LIVES_FOR_S],
    });
    if (!this.stopped) await living(rows.map(({ instance }) => instance));
  }
}
