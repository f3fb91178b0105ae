import { type Deliver, LogHalted, type LogRecord } from '../event-log.js';
import { digestOf, type Place } from './follower-place.js';

const PAUSE_AFTER_ERROR_MS = [100, 200, 500, 1_000, 2_000] as const;

/** Records of a partition that follow each other, and the leader that wrote the last of them. */
export type Run = { readonly partition: number; readonly records: readonly LogRecord[]; readonly epoch: number | undefined };

/** What a delivery may ask of whom it delivers for. */
export type Delivering = {
  halt(partition: number, place: Place, error: LogHalted): void;
  /** Fetches no more of a partition. */
  pause(partition: number): void;
  /** Fetches a partition again that was paused. */
  goOn(partition: number, place: Place): void;
};

/**
 * Hands over what was fetched. What is not taken is delivered again until it is, beside the fetches: a fetch brings records of many partitions, and the
 * next one waits for all of them.
 */
export class FollowerDelivery {
  private stopped = false;
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly deliver: Deliver,
    private readonly follower: Delivering,
    private readonly warn: (message: string, error?: unknown) => void,
  ) {}

  /** Answers whether the records were taken at once. */
  async hand(place: Place, run: Run): Promise<boolean> {
    place.delivering = true;
    const first = await this.once(place, run);
    if (first === 'refused') {
      this.follower.pause(run.partition);
      const pending = this.again(place, run).finally(() => this.pending.delete(pending));
      this.pending.add(pending);
    }
    return first === 'taken';
  }

  /** Resolves when nothing is being delivered again any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.pending);
  }

  private async once(place: Place, { partition, records, epoch }: Run): Promise<'taken' | 'refused' | 'halted'> {
    try {
      await this.deliver(partition, records);
    } catch (error) {
      if (error instanceof LogHalted) {
        this.follower.halt(partition, place, error);
        settle(place);
        return 'halted';
      }
      place.refused = { since: place.refused?.since ?? Date.now(), reason: error instanceof Error ? error.message : String(error) };
      this.warn(`partition ${partition}: offset ${records[0]!.offset} was not taken; trying again`, error);
      return 'refused';
    }
    const last = records.at(-1)!;
    place.next = last.offset + 1;
    place.last = { offset: last.offset, digest: digestOf(last), epoch };
    place.gap = undefined;
    settle(place);
    return 'taken';
  }

  private async again(place: Place, run: Run): Promise<void> {
    for (let attempt = 0; !this.stopped; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS[Math.min(attempt, PAUSE_AFTER_ERROR_MS.length - 1)]));
      if (this.stopped) return;
      // Whoever follows the partition now takes the same records.
      if (place.left) return settle(place);
      const delivered = await this.once(place, run);
      if (delivered === 'refused') continue;
      if (delivered === 'taken') this.follower.goOn(run.partition, place);
      return;
    }
  }
}

const settle = (place: Place): void => {
  place.movedAt = Date.now();
  place.deliveredAt = place.movedAt;
  place.refused = undefined;
  place.delivering = false;
};
