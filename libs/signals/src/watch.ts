import type { Pool } from 'pg';
import type { EventLog } from '../../event-log/src/index.js';
import type { Replica } from '../../read-models/src/index.js';
import { asFollower, type Reason, reasonsOf, type StandingStill, standingStill } from './readiness.js';
import { type Sample, takeSample } from './sample.js';

const LOOKS_EVERY_MS = 1_000;

/** Looks at broker, database and replica once a second, so that whoever asks how things stand costs them nothing and never waits for them. */
export class Watch {
  private sample: Sample | undefined;
  private still: StandingStill = new Map();
  private replicaStill: StandingStill = new Map();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    /** Undefined while it was not opened yet. */
    private readonly log: () => EventLog | undefined,
    /** Undefined where there is none. */
    private readonly replica?: Replica,
  ) {}

  /** Resolves after the first look. */
  async start(): Promise<void> {
    await this.look();
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** The latest look, with who stands still. */
  latest(): { sample: Sample | undefined; still: StandingStill } {
    return { sample: this.sample, still: this.still };
  }

  reasons(now = Date.now()): Reason[] {
    return reasonsOf(this.sample, this.still, now, this.replicaStill);
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => this.schedule());
    }, LOOKS_EVERY_MS);
  }

  private async look(): Promise<void> {
    const sample = await takeSample(this.pool, this.log(), Date.now, this.replica);
    this.still = standingStill(this.still, sample);
    this.replicaStill = standingStill(this.replicaStill, asFollower(sample));
    this.sample = sample;
  }
}
