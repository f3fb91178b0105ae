import { inTime } from '../libs/event-log/src/index.js';

/** One way to do the work that is measured. */
export type Contender = {
  /**
   * Does it once. Resolves with the time that it took, in milliseconds, without what it does afterwards to be ready for the next.
   * Where several do it at once, `writer` is which of them, from 0.
   */
  once(writer?: number): Promise<number>;
  close(): Promise<void>;
};

export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** Far longer than once ever takes: a raw driver may wait for what it will never get, and then so would its benchmark. */
const ENDS_WITHIN_MS = 30_000;

/** One after the other. Rejects, naming the `work`, where once fails or does not end within 30 s. */
export const repeat = async (work: string, { once }: Contender, times: number): Promise<number[]> => {
  const taken: number[] = [];
  try {
    while (taken.length < times) taken.push(await inTime(ENDS_WITHIN_MS, once()));
  } catch (error) {
    throw new Error(`${work}, done ${taken.length} of ${times} times`, { cause: error });
  }
  return taken;
};
