import { LogHalted, type LogRecord } from '../event-log.js';
import type { CommitPosition } from '../position.js';
import type { Delivering } from './follower-delivery.js';
import { digestOf, type Place } from './follower-place.js';

/** Whether the log is still the one that was read: by the last record that was delivered of a partition, or stood before the first to be. */
export class FollowerDoubt {
  constructor(
    private readonly places: readonly Place[],
    private readonly follower: Pick<Delivering, 'halt'>,
    private readonly read: (positions: readonly CommitPosition[]) => Promise<readonly (LogRecord | undefined)[]>,
    private readonly warn: (message: string, error?: unknown) => void,
  ) {}

  /** Takes the record before the next one, which a fetch brought: halts the partition where another is known. */
  meet(partition: number, place: Place, before: LogRecord, epoch: number | undefined): void {
    const digest = digestOf(before);
    if (place.last !== undefined && place.last.digest !== digest) return this.haltAsAnother(partition, place, before.offset);
    // What was fetched before the log got out of reach tells nothing of what it holds since.
    if (place.last?.epoch === undefined) place.doubted = false;
    place.last = { offset: before.offset, digest, epoch };
  }

  /**
   * Whether what comes next must not be taken now: it was written by another leader of the partition than the last record, which may have cut the log
   * off below, and that is not shown to be otherwise.
   */
  async isOfAnother(partition: number, place: Place, epoch: number | undefined): Promise<boolean> {
    if (place.last === undefined || (!place.doubted && (epoch === undefined || epoch === place.last.epoch))) return false;
    await this.reassure([partition]);
    return place.doubted || place.halted !== undefined;
  }

  /** Looks whether the log still holds the record that was delivered last, and halts a partition where it does not. Where the log does not tell, the doubt stays. */
  async reassure(partitions: readonly number[]): Promise<void> {
    const asked = partitions.flatMap((partition) => {
      const place = this.places[partition]!;
      place.doubted = place.last !== undefined;
      return place.last === undefined ? [] : [{ partition, place, last: place.last }];
    });
    try {
      const records = await this.read(asked.map(({ partition, last: { offset } }) => ({ partition, offset })));
      asked.forEach(({ partition, place, last: { offset, digest } }, nth) => {
        const record = records[nth];
        place.doubted = false;
        if (record === undefined || digestOf(record) !== digest) this.haltAsAnother(partition, place, offset);
      });
    } catch (error) {
      this.warn('records could not be read again to see that the log is what it was; asking again', error);
    }
  }

  private haltAsAnother(partition: number, place: Place, offset: number): void {
    const why = `the log was cut off and written anew: it holds another record at offset ${offset} than was read there`;
    this.follower.halt(partition, place, new LogHalted(`partition ${partition}: ${why}. Restore the log`));
  }
}
