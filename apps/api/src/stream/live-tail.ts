import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { headsOfAll } from '../../../../libs/read-models/src/index.js';
import { POOL, VERDICTS_TOLD, type VerdictsTold } from '../infrastructure.module.js';
import { liveEvents } from './live-events.queries.js';
import { type Vector, whole } from './live-vector.js';
import { RecentEvents } from './recent-events.js';

/** How often the record is looked at where nobody tells that it grew, in milliseconds. */
const POLL_EVERY_MS = 250;
/** After a look the next one is so much later at least, in milliseconds: what comes meanwhile comes together. */
const REST_MS = 2;
/** How often those who follow look whether it is time for a sign of life, in milliseconds. */
const TICK_EVERY_MS = 5_000;
/** How many are woken in one go: less than a millisecond of writing. Between two goes the others have the thread. */
const WOKEN_AT_ONCE = 32;
const COMPLAINT_EVERY_MS = 30_000;

/**
 * The one reader of the record for all who follow it live: it reads while there are any, woken by the verdicts that are told, and wakes them when
 * there is more. It reads on when all were woken: whoever takes what is written keeps up, however many they are.
 */
@Injectable()
export class LiveTail {
  private readonly logger = new Logger('live');
  private readonly followers = new Set<() => void>();
  private events: RecentEvents | undefined;
  private running = false;
  private stirred = false;
  private stir: (() => void) | undefined;
  private failing = false;
  private complainedAt = Number.NEGATIVE_INFINITY;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(VERDICTS_TOLD) private readonly told: VerdictsTold,
  ) {}

  /** What came last; undefined until the record was first looked at. */
  get recent(): RecentEvents | undefined {
    return this.events;
  }

  /** Whether the record could not be looked at just now. */
  get blind(): boolean {
    return this.failing;
  }

  /** Calls `wake` when there is more, and now and then when there is not. Answers how to end it. */
  follow(wake: () => void): () => void {
    this.followers.add(wake);
    if (!this.running) void this.run();
    return () => {
      this.followers.delete(wake);
      if (this.followers.size === 0) this.wakeUp();
    };
  }

  private async run(): Promise<void> {
    this.running = true;
    const hear = this.told(() => this.wakeUp());
    const tick = setInterval(() => void this.wakeAll(), TICK_EVERY_MS);
    while (this.followers.size > 0) {
      const more = await this.look();
      await this.pause(more ? REST_MS : POLL_EVERY_MS);
    }
    // From here to the end nothing waits: who comes next starts anew.
    clearInterval(tick);
    hear();
    this.events = undefined;
    this.running = false;
  }

  /** Answers whether there is more to be read. */
  private async look(): Promise<boolean> {
    try {
      if (this.events === undefined) {
        this.events = new RecentEvents(await this.heads());
        await this.wakeAll();
        return true;
      }
      const page = await liveEvents(this.pool, this.events.head);
      this.failing = false;
      this.events.take(page.events, page.reached);
      if (page.events.length > 0) await this.wakeAll();
      return page.more;
    } catch (error) {
      this.failing = true;
      if (this.followers.size > 0) this.complain(error);
      return false;
    }
  }

  private async heads(): Promise<Vector> {
    return (await headsOfAll(this.pool)).map(({ offset }) => whole(offset));
  }

  private async wakeAll(): Promise<void> {
    let woken = 0;
    for (const wake of this.followers) {
      wake();
      woken += 1;
      if (woken % WOKEN_AT_ONCE === 0) await setImmediate();
    }
  }

  private wakeUp(): void {
    this.stirred = true;
    this.stir?.();
  }

  /** Until somebody tells that there is more, but {@link REST_MS} at least and `longest` at most. */
  private async pause(longest: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    if (!this.stirred && longest > REST_MS) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, longest);
        this.stir = () => {
          clearTimeout(late);
          resolve();
        };
      });
      this.stir = undefined;
    }
    this.stirred = false;
  }

  /** Once an outage, and again when it lasts. */
  private complain(error: unknown): void {
    if (Date.now() - this.complainedAt < COMPLAINT_EVERY_MS) return;
    this.complainedAt = Date.now();
    const why = error instanceof Error ? error.stack : String(error);
    this.logger.warn('the record cannot be read for those who follow it; trying again', why);
  }
}
