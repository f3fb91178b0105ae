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

/** One after the other. */
export const repeat = async ({ once }: Contender, times: number): Promise<number[]> => {
  const taken: number[] = [];
  while (taken.length < times) taken.push(await once());
  return taken;
};
