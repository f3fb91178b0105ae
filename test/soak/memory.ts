import type { Service } from '../support/service.js';

const SAMPLE_EVERY_MS = 4_000;
/** Of so long a time the median counts, in milliseconds: between two collections of garbage memory rises and falls. */
const WINDOW_MS = 20_000;
const LEAST_WINDOWS = 9;

export type Slope = { readonly process: string; readonly from: number; readonly to: number; readonly mbPerMinute: number };

/** Watches the resident memory of processes that are never killed. */
export class Memory {
  private readonly samples = new Map<string, { at: number; rss: number }[]>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly processes: Readonly<Record<string, Service>>) {}

  start(): void {
    this.timer = setInterval(() => {
      for (const [name, service] of Object.entries(this.processes)) {
        if (!service.running) continue;
        this.samples.set(name, [...(this.samples.get(name) ?? []), { at: Date.now(), rss: service.rss() }]);
      }
    }, SAMPLE_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** From `since` (milliseconds since the epoch) on, where that is long enough to say: the median of all slopes between two windows (Theil and Sen). */
  slopes(since: number): Slope[] {
    return [...this.samples].flatMap(([process, samples]) => {
      const windows = new Map<number, number[]>();
      for (const { at, rss } of samples) {
        const window = Math.floor((at - since) / WINDOW_MS);
        if (at >= since) windows.set(window, [...(windows.get(window) ?? []), rss]);
      }
      const points = [...windows].map(([window, values]) => ({ minute: (window * WINDOW_MS) / 60_000, mb: median(values) / 2 ** 20 }));
      const slopes = points.flatMap((a, n) => points.slice(n + 1).map((b) => (b.mb - a.mb) / (b.minute - a.minute)));
      if (points.length < LEAST_WINDOWS) return [];
      return [{ process, from: points[0]!.mb, to: points.at(-1)!.mb, mbPerMinute: median(slopes) }];
    });
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
