import { type Band, BANDS } from './answer.js';
import { TICKS_PER_POINT, ticksOf } from './apportionment.js';

const WIDTH = 20 * TICKS_PER_POINT;
const MARGIN = 2 * TICKS_PER_POINT;
const TOP = BANDS.length - 1;

const rankOf = (ticks: number): number => Math.min(TOP, Math.max(0, Math.floor(ticks / WIDTH)));

/** The bands between which hysteresis leaves the choice to the day before: a border is crossed only by two points. */
export const bandRangeOf = (ticks: number): { readonly lowest: number; readonly highest: number } => ({
  lowest: rankOf(ticks - MARGIN),
  highest: rankOf(ticks + MARGIN),
});

/** Rank of the band (0 is very-low) of a score in ticks after a day of rank `previous`; the plain band of twenty points where there is none. */
export const nextRank = (previous: number | null, ticks: number): number => {
  if (previous === null) return rankOf(ticks);
  const { lowest, highest } = bandRangeOf(ticks);
  return Math.min(highest, Math.max(lowest, previous));
};

export const bandOf = (rank: number): Band => BANDS[rank] ?? 'very-low';

/**
 * The bands of consecutive days by their scores (0..100). The first score takes its plain band; from then on a border between bands is
 * crossed when the score passes it by two points; a day without a score (null) keeps the band, and has none before the first score.
 */
export const bandsFold = (scores: readonly (number | null)[]): readonly (Band | null)[] => {
  let rank: number | null = null;
  return scores.map((score) => {
    if (score !== null) rank = nextRank(rank, ticksOf(score));
    return rank === null ? null : bandOf(rank);
  });
};
