/** How many streams are written to between two looks at whatever else there is to do: a fraction of a millisecond. */
const AT_ONCE = 16;

/** The turns in which streams are written to: however many there are, what came meanwhile is served in between. */
export class Pace {
  private readonly waiting: (() => void)[] = [];

  turn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.push(resolve) === 1) setImmediate(() => this.go());
    });
  }

  private go(): void {
    for (const next of this.waiting.splice(0, AT_ONCE)) next();
    if (this.waiting.length > 0) setImmediate(() => this.go());
  }
}
