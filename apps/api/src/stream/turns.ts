import { setImmediate, setTimeout } from 'node:timers/promises';

/** Of work that comes in steps so much is done in one turn, in milliseconds. */
const SLICE_MS = 5;
/** Shorter than this, in milliseconds, a piece of work is let through without a pause of its own. */
const BRIEF_MS = 1;

/**
 * Lets pieces of work through one by one, each followed by a pause as long as it took: however many replays are computed, commands and questions
 * find the thread free at least half of the time, and wait for one piece at most.
 */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<Result>(work: () => Result): Promise<Result> {
    let took = 0;
    const done = this.last.then(() => {
      const began = performance.now();
      try {
        return work();
      } finally {
        took = performance.now() - began;
      }
    });
    const rest = () => (took < BRIEF_MS ? setImmediate() : setTimeout(took));
    this.last = done.then(rest, rest);
    return done;
  }

  /** Work that comes in steps, a slice in each turn, to its end; undefined where it was not to go on. */
  async through<Result>(steps: Generator<unknown, Result>): Promise<Result>;
  async through<Result>(steps: Generator<unknown, Result>, goesOn: () => boolean): Promise<Result | undefined>;
  async through<Result>(steps: Generator<unknown, Result>, goesOn = () => true): Promise<Result | undefined> {
    while (goesOn()) {
      const step = await this.take(() => {
        const until = performance.now() + SLICE_MS;
        let next = steps.next();
        while (next.done !== true && performance.now() < until) next = steps.next();
        return next;
      });
      if (step.done === true) return step.value;
    }
    return undefined;
  }
}
