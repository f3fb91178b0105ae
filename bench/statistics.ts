/** Times of one kind of work, in milliseconds; `perSecond` where several were under way at once, or the whole was timed. */
export type Figures = { readonly p50: number; readonly p95: number; readonly p99: number; readonly perSecond?: number };

/** The value below which the share `part` of the times lies (nearest rank). */
export const quantile = (times: readonly number[], part: number): number =>
  nearest(
    [...times].sort((a, b) => a - b),
    part,
  );

const nearest = (sorted: readonly number[], part: number): number => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;

export const figuresOf = (times: readonly number[], perSecond?: number): Figures => {
  const sorted = [...times].sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => nearest(sorted, part)) as [number, number, number];
  return { p50, p95, p99, ...(perSecond === undefined ? {} : { perSecond }) };
};

/** The median round, taken of each figure by itself. */
export const medianOf = (rounds: readonly Figures[]): Figures => {
  const middle = (figure: keyof Figures) => median(rounds.flatMap((round) => round[figure] ?? []));
  const perSecond = middle('perSecond');
  return { p50: middle('p50'), p95: middle('p95'), p99: middle('p99'), ...(Number.isNaN(perSecond) ? {} : { perSecond }) };
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);
