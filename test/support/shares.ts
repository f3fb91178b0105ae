import { expect } from '@jest/globals';
import { eventually } from './eventually.js';
import type { Service } from './service.js';
import { labelled } from './signals.js';

/** A projector that was started, as it tells of itself. */
export class ToldProjector {
  private constructor(
    readonly service: Service,
    private readonly url: string,
  ) {}

  /** To be made when it has just been started, while its address is in what is kept of its log. */
  static of(service: Service): ToldProjector {
    const url = /health and metrics at (http:\/\/[^"\s]+)/.exec(service.said())?.[1];
    if (url === undefined) throw new Error('the projector has not said where it tells how it is');
    return new ToldProjector(service, url);
  }

  /** What keeps it from being ready. */
  async reasons(): Promise<{ code: string; detail: string }[]> {
    const answer = await fetch(`${this.url}/health/ready`);
    return ((await answer.json()) as { reasons?: { code: string; detail: string }[] }).reasons ?? [];
  }

  /** Partitions that it says it follows. */
  async active(): Promise<number[]> {
    const told = labelled(await this.metrics(), 'timeline_partition_active');
    return Object.entries(told).flatMap(([label, active]) => (active === 1 ? [Number(/"(\d+)"/.exec(label)![1])] : []));
  }

  /** Records that it has judged. */
  async judged(): Promise<number> {
    return Object.values(labelled(await this.metrics(), 'timeline_judged_records_total')).reduce((sum, count) => sum + count, 0);
  }

  private async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }
}

/** Resolves when each of the partitions is followed by exactly one, and by each as many as by any other, or one less. Answers what each follows. */
export const sharedOut = (projectors: readonly ToldProjector[], partitions: number, within?: number): Promise<number[][]> =>
  eventually(
    async () => {
      const shares = await Promise.all(projectors.map((projector) => projector.active()));
      expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, partition) => partition));
      const sizes = shares.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      return shares;
    },
    { every: 100, ...(within === undefined ? {} : { within }) },
  );
