import { LogHalted, type PartitionEnds } from '../event-log.js';
import type { FollowerDoubt } from './follower-doubt.js';
import type { Place } from './follower-place.js';

/** How often the consumer's progress is compared with the broker's end. */
const WATCH_EVERY_MS = 1_000;
/** A partition with records beyond its position that does not move for so long has a dead consumer. */
const STALLED_AFTER_MS = 5_000;
/** The same while others are being delivered: what one fetch brought has to be delivered whole before the next. Longer than a delivery ever takes. */
const STALLED_BEHIND_OTHERS_AFTER_MS = 30_000;
/** Looks at the log in a row that must agree before it is said to have lost records: a new leader may not know its end yet. */
export const LOOKS_BEFORE_HALT = 3;

/** What the watch may ask of whom it watches. */
export type Watched = {
  /** Whether there is no consumer that works. */
  isWithout(): boolean;
  passGap(partition: number, place: Place): Promise<void>;
  haltAtGap(partition: number, place: Place): Promise<void>;
  halt(partition: number, place: Place, error: LogHalted): void;
  /** The log said where it ends. */
  heard(): void;
  replace(): Promise<void>;
};

/** Holds the places of a follower against the ends of the log, once a second, since its consumer can stop silently. */
export class FollowerWatch {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly places: readonly Place[],
    private readonly watched: Watched,
    private readonly doubt: FollowerDoubt,
    private readonly ends: () => Promise<readonly PartitionEnds[]>,
    private readonly warn: (message: string, error?: unknown) => void,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.looking = this.look()
        .catch((error: unknown) => this.warn('the consumer could not be checked', error))
        .finally(() => {
          if (!this.stopped) this.start();
        });
    }, WATCH_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    const ends = await this.ends();
    this.watched.heard();
    const now = Date.now();
    let stalled = false;
    for (const { partition, start, end } of ends) {
      const place = this.places[partition];
      // One that is left is looked after by whoever follows it, and held against the record when it is taken up.
      if (place === undefined || place.left) continue;
      if (place.halted !== undefined) await this.watched.passGap(partition, place);
      else if (start > place.next && !place.delivering) {
        place.gap = { to: start, looks: LOOKS_BEFORE_HALT };
        await this.watched.haltAtGap(partition, place);
      } else this.lookAtEnd(partition, place, end);
      const idle = place.next >= end || place.delivering || place.halted !== undefined;
      if (idle) place.movedAt = now;
      stalled ||= !idle && this.isStalled(place, now);
    }
    const doubted = ends.flatMap(({ partition }) => (this.isToBeSeen(partition) ? [partition] : []));
    if (doubted.length > 0) await this.doubt.reassure(doubted);
    if (stalled) this.warn('the consumer stands still behind the end of the log; making a new one');
    if ((stalled || this.watched.isWithout()) && !this.stopped) await this.watched.replace();
  }

  /** Whether it has stood still for too long, or too long since the last delivery of any partition ended. */
  private isStalled({ movedAt }: Place, now: number): boolean {
    const busyAt = this.places.map(({ delivering, refused, deliveredAt }) => (delivering && refused === undefined ? now : deliveredAt));
    return now - movedAt > STALLED_BEHIND_OTHERS_AFTER_MS || now - Math.max(movedAt, ...busyAt) > STALLED_AFTER_MS;
  }

  private isToBeSeen(partition: number): boolean {
    const place = this.places[partition];
    return place !== undefined && !place.left && place.doubted && place.short === 0 && !place.delivering && place.halted === undefined;
  }

  private lookAtEnd(partition: number, place: Place, end: number): void {
    if (place.delivering || end >= place.next) {
      place.short = 0;
      return;
    }
    // It may grow again, and into something else.
    place.doubted = true;
    place.short += 1;
    if (place.short < LOOKS_BEFORE_HALT) return;
    this.watched.halt(
      partition,
      place,
      new LogHalted(`partition ${partition}: the log ends at ${end}, below the record, which holds offset ${place.next - 1}`),
    );
  }
}
