import type { Confidence, Figure } from '../../../situations/src/index.js';
import type { ClaimedFigure, FigureAnswer, UsedFigure } from './incidents.answer.js';

type Claimed = { claimId: string; confidence: Confidence; figures: readonly Figure[] };

const isCredible = ({ confidence }: ClaimedFigure): boolean => confidence !== 'low';
const isNumber = (figure: ClaimedFigure): figure is ClaimedFigure & { low: number } => figure.low !== null;

/** The first of the lowest, in the order of the claims. */
const lowest = (figures: readonly ClaimedFigure[]): (ClaimedFigure & { low: number }) | undefined =>
  figures
    .filter(isNumber)
    .reduce<(ClaimedFigure & { low: number }) | undefined>(
      (least, figure) => (least === undefined || figure.low < least.low ? figure : least),
      undefined,
    );

const used = ({ low, high, text, claimId }: ClaimedFigure, why: string): UsedFigure => ({
  low,
  ...(high !== null && { high }),
  text,
  claimId,
  why,
});

/** Lowest figure of confidence medium or better; where no such claim gives a number the lowest at all, which the answer says. */
const usedOf = (first: ClaimedFigure, figures: readonly ClaimedFigure[]): UsedFigure => {
  const credible = lowest(figures.filter(isCredible));
  if (credible !== undefined) {
    const why = figures.length === 1 ? 'the only figure' : `lowest of ${figures.filter(isCredible).length} credible figures`;
    return used(credible, why);
  }
  const least = lowest(figures);
  if (least !== undefined) return used(least, 'lowest figure; none with a number is credible');
  return used(figures.find(isCredible) ?? first, 'no figure gives a number');
};

const rangeOf = (figures: readonly ClaimedFigure[]): { low: number; high: number } | null => {
  const lows = figures.flatMap(({ low, high }) => low ?? high ?? []);
  const highs = figures.flatMap(({ low, high }) => high ?? low ?? []);
  return lows.length === 0 ? null : { low: Math.min(...lows), high: Math.max(...highs) };
};

/** What standing claims say, by measure and group: figures of different groups are never compared. In the order of first mention. */
export const figuresOf = (claims: readonly Claimed[]): FigureAnswer[] => {
  const groups = new Map<string, { measure: string; group: string | null; claims: ClaimedFigure[] }>();
  for (const { claimId, confidence, figures } of claims) {
    for (const { measure, group = null, low = null, high = null, text } of figures) {
      const key = JSON.stringify([measure, group]);
      const entry = groups.get(key) ?? { measure, group, claims: [] };
      entry.claims.push({ claimId, low, high, text, confidence });
      groups.set(key, entry);
    }
  }
  return [...groups.values()].flatMap(({ measure, group, claims }) => {
    const [first] = claims;
    return first === undefined ? [] : [{ measure, group, used: usedOf(first, claims), range: rangeOf(claims), claims }];
  });
};
