/** How many streams are written to in one go: a fraction of a millisecond. */
const AT_ONCE = 8;
/** For how long the others then have the thread, in milliseconds. */
const REST_MS = 1;

/**
 * The turns in which streams are written to: however many there are, commands and questions find the thread free most of the time. A stream that
 * is alone does not wait.
 */
export class Pace {
  private readonly waiting: (() => void)[] = [];

  turn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.push(resolve) === 1) setImmediate(() => this.go());
    });
  }

  private go(): void {
    for (const next of this.waiting.splice(0, AT_ONCE)) next();
    if (this.waiting.length > 0) setTimeout(() => this.go(), REST_MS);
  }
}
