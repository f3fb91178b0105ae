/** Too short to tell a rate by, in milliseconds. */
const AT_LEAST_MS = 500;

/** How fast a phase goes in this process. */
export class Pace {
  private readonly start = performance.now();

  constructor(private readonly from: number) {}

  /** Units a second since it began; null where it has only begun. */
  rate(done: number): number | null {
    const ms = performance.now() - this.start;
    return ms < AT_LEAST_MS ? null : ((done - this.from) * 1_000) / ms;
  }
}
