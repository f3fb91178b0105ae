import { formatVector, type Place, type Vector } from './live-vector.js';

/** An accepted event, as it is sent to whoever asked for it. */
export type LiveEvent = {
  readonly partition: number;
  readonly place: Place;
  readonly situation: string;
  readonly type: string;
  /** What is sent of it, but for its id. */
  readonly body: Buffer;
};

/** An event in the order in which this process read it. */
export type RecentEvent = LiveEvent & {
  /** How far the record was read with it. */
  readonly vector: Vector;
  /** What is sent of it to whoever was told all up to it. */
  readonly frame: Buffer;
};

/** Of the frames that are kept, and how many: a reader that is further behind reads the record by itself. */
const KEPT_BYTES = 16 * 1024 * 1024;
const KEPT = 8_192;

const idOf = (vector: Vector): Buffer => Buffer.from(`id: ${formatVector(vector)}\n`);

export const frameOf = (body: Buffer, vector: Vector): Buffer => Buffer.concat([idOf(vector), body]);

/** The events that came last, for all who follow them: the oldest give way to the newest. Each has a number, in the order in which it came. */
export class RecentEvents {
  private readonly slots: (RecentEvent | undefined)[] = [];
  private floorVector: Vector;
  private headVector: Vector;
  private bytes = 0;
  private start = 0;
  private after = 0;

  /** `begin` is how far the record was read before any of them. */
  constructor(
    begin: Vector,
    private readonly keptBytes = KEPT_BYTES,
    private readonly kept = KEPT,
  ) {
    this.floorVector = begin;
    this.headVector = begin;
  }

  /** How far the record was read before the oldest that is kept. */
  get floor(): Vector {
    return this.floorVector;
  }

  /** How far it is read now. */
  get head(): Vector {
    return this.headVector;
  }

  /** The number of the oldest that is kept, and the one after the newest. */
  get first(): number {
    return this.start;
  }

  get end(): number {
    return this.after;
  }

  at(number: number): RecentEvent {
    const event = number < this.start || number >= this.after ? undefined : this.slots[number % this.kept];
    if (event === undefined) throw new RangeError(`event ${number} is not kept`);
    return event;
  }

  /** Takes what was read next, each partition in order, which brought the reader to `head`. */
  take(events: readonly LiveEvent[], head: Vector): void {
    for (const event of events) {
      this.headVector = this.headVector.with(event.partition, event.place);
      const frame = frameOf(event.body, this.headVector);
      if (this.after - this.start === this.kept) this.drop();
      // Kept once: the one is part of the other.
      const body = frame.subarray(frame.length - event.body.length);
      this.slots[this.after % this.kept] = { ...event, body, vector: this.headVector, frame };
      this.after += 1;
      this.bytes += frame.length;
      while (this.bytes > this.keptBytes) this.drop();
    }
    this.headVector = head;
  }

  private drop(): void {
    const oldest = this.at(this.start);
    this.slots[this.start % this.kept] = undefined;
    this.start += 1;
    this.bytes -= oldest.frame.length;
    this.floorVector = oldest.vector;
  }
}
