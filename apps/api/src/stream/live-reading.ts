import { comparePlaces, farther, reaches, type Vector } from './live-vector.js';
import { frameOf, type LiveEvent, type RecentEvents } from './recent-events.js';

/** What is asked for: undefined is all. */
export type LiveFilter = { readonly situations?: ReadonlySet<string>; readonly types?: ReadonlySet<string> };

/** What is written in one go. */
const WRITTEN_BYTES = 16 * 1024;

const asks = ({ situations, types }: LiveFilter, { situation, type }: LiveEvent): boolean =>
  (situations === undefined || situations.has(situation)) && (types === undefined || types.has(type));

/**
 * How far one client was told, and what it is told next. It follows the recent events where they go back far enough, and else takes what was
 * read for it alone; either way each event once, each partition in order, under the id from which it can go on.
 */
export class LiveReading {
  /** Of the recent events, the next to be told; undefined while it does not follow them. */
  private next: number | undefined;
  /** Whether it was told what the recent events tell, no more and no less. Before that some of those it comes by were told already. */
  private level = false;

  constructor(
    private vector: Vector,
    readonly filter: LiveFilter,
  ) {}

  /** How far it was told: the id to go on from. */
  get told(): Vector {
    return this.vector;
  }

  /** What is to be written next, nothing where it was told all; undefined where the recent events do not go back far enough. */
  take(recent: RecentEvents): Buffer[] | undefined {
    if (this.next === undefined || this.next < recent.first) {
      if (!reaches(this.vector, recent.floor)) return undefined;
      this.next = recent.first;
      this.level = false;
    }
    const frames: Buffer[] = [];
    for (let bytes = 0; this.next < recent.end && bytes < WRITTEN_BYTES; this.next++) {
      const event = recent.at(this.next);
      const isNew = this.level || comparePlaces(event.place, this.vector[event.partition]!) > 0;
      this.pass(event.vector);
      if (!isNew || !asks(this.filter, event)) continue;
      const frame = this.level ? event.frame : frameOf(event.body, this.vector);
      frames.push(frame);
      bytes += frame.length;
    }
    if (this.next === recent.end) this.pass(recent.head);
    return frames;
  }

  /** What is to be written of a page that was read for it alone: those events that it asks for, up to `reached`. */
  takePage(events: readonly LiveEvent[], reached: Vector): Buffer[] {
    const frames = events.map((event) => {
      this.vector = this.vector.with(event.partition, event.place);
      return frameOf(event.body, this.vector);
    });
    this.next = undefined;
    this.vector = reached;
    return frames;
  }

  private pass(vector: Vector): void {
    this.vector = this.level ? vector : farther(this.vector, vector);
    this.level ||= reaches(vector, this.vector);
  }
}
