import type { Contender } from './contender.js';
import { type Figures, figuresOf } from './statistics.js';

export type AtOnce = { readonly figures: Figures; readonly n: number };

/** So many at once, each as soon as the one before it is done, for so long. */
export const atOnce = async ({ once }: Pick<Contender, 'once'>, writers: number, seconds: number): Promise<AtOnce> => {
  const taken: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      while (performance.now() < end) taken.push(await once(writer));
    }),
  );
  return { figures: figuresOf(taken, (taken.length * 1000) / (performance.now() - start)), n: taken.length };
};
