/** Scores and points are held in whole ten-thousandths, so that sums are exact. */
export const TICKS_PER_POINT = 10_000;

/** Ticks as points with at most four decimals: division by 10⁴ gives the double nearest to that decimal. */
export const pointsOf = (ticks: number): number => ticks / TICKS_PER_POINT;

/** The ticks that `points`, made by `pointsOf`, stands for. */
export const ticksOf = (points: number): number => Math.round(points * TICKS_PER_POINT);

/**
 * Splits a whole number in proportion to `shares` (none negative) into whole parts that add up to it exactly: largest remainder,
 * of equal remainders the earlier share first. All zero where the shares are.
 */
export const apportion = (total: number, shares: readonly number[]): readonly number[] => {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (sum <= 0) return shares.map(() => 0);
  const exact = shares.map((share) => (total * share) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((a, b) => a + b, 0);
  if (left === 0) return parts;
  const remainder = (index: number): number => exact[index]! - parts[index]!;
  const neediest = shares.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const index of neediest.slice(0, left)) parts[index]! += 1;
  return parts;
};
