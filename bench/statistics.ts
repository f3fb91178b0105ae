/** Times of one kind of work, in milliseconds. */
export type Figures = { readonly p50: number; readonly p99: number };

/** The value below which the share `part` of the times lies (nearest rank). */
export const quantile = (times: readonly number[], part: number): number => {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
};

export const figuresOf = (times: readonly number[]): Figures => ({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });

/** The median round, taken of each figure by itself. */
export const medianOf = (rounds: readonly Figures[]): Figures => {
  const middle = (figure: keyof Figures) =>
    quantile(
      rounds.map((round) => round[figure]),
      0.5,
    );
  return { p50: middle('p50'), p99: middle('p99') };
};
