import { COMPONENT_IDS, type ComponentId } from './answer.js';
import { apportion, TICKS_PER_POINT } from './apportionment.js';
import { attackPressure } from './attack-pressure.js';
import { bandRangeOf, nextRank } from './band.js';
import { declarations } from './declarations.js';
import { corridorAccess } from './corridor-access.js';
import { exitOptions } from './exit-options.js';
import { DAY_MS, WEIGHTS } from './formula.js';
import type { SeverityInput, SeverityParameters } from './inputs.js';
import { endOf, type Gauge } from './reading.js';
import { serviceDisruption } from './service-disruption.js';
import { countUpTo, runningMax } from './sorted-times.js';
import { supplyLoss } from './supply-loss.js';

/** The score at one moment in ticks (ten-thousandths of a point); by component in the order of COMPONENT_IDS. */
export type Assessment = {
  readonly score: number;
  readonly coverage: number;
  readonly values: readonly (number | null)[];
  readonly points: readonly number[];
};

/** The formula over one set of inputs, sorted once and asked at many moments. Answers are remembered; nothing else is. */
export type Model = {
  readonly gauges: Readonly<Record<ComponentId, Gauge>>;
  readonly assess: (at: number) => Assessment;
  /** Rank of the band of a moment before the floor: after the fold over the midnights (UTC) since the first evidence. */
  readonly rankAt: (at: number) => number;
  /** Event ids of the declarations of a blockade that stand. */
  readonly declaredAt: (at: number) => readonly string[];
  /** End of the newest report that the formula uses, at most `at`; undefined before the first. */
  readonly lastEvidenceAt: (at: number) => number | undefined;
};

/** Score = 100 Σ w·v ÷ Σ w over the components known, rounded once; its points are apportioned by w·v. */
const assessmentOf = (values: readonly (number | null)[]): Assessment => {
  const weights = COMPONENT_IDS.map((id, index) => (values[index] === null ? 0 : WEIGHTS[id]));
  const coverage = weights.reduce((a, b) => a + b, 0);
  const weighted = weights.map((weight, index) => weight * (values[index] ?? 0));
  const score = Math.round((100 * TICKS_PER_POINT * weighted.reduce((a, b) => a + b, 0)) / coverage);
  return { score, coverage, values, points: apportion(score, weighted) };
};

const remembered = <Value>(answer: (at: number) => Value): ((at: number) => Value) => {
  const known = new Map<number, Value>();
  return (at) => {
    const before = known.get(at);
    if (before !== undefined) return before;
    const now = answer(at);
    known.set(at, now);
    return now;
  };
};

/** The evidence in time: when it begins, and up to when it speaks. */
const evidenceOf = (reports: readonly SeverityInput[]) => {
  const sorted = reports.toSorted((a, b) => a.start - b.start);
  const starts = Float64Array.from(sorted, ({ start }) => start);
  const latestEnds = runningMax(Float64Array.from(sorted, endOf));
  return {
    first: starts[0] ?? Infinity,
    lastAt: (at: number): number | undefined => {
      const latest = latestEnds[countUpTo(starts, at) - 1];
      return latest === undefined ? undefined : Math.min(latest, at);
    },
  };
};

export const modelOf = (inputs: readonly SeverityInput[], parameters: SeverityParameters): Model => {
  const gauges: Record<ComponentId, Gauge> = {
    'supply-loss': supplyLoss(inputs, parameters),
    'service-disruption': serviceDisruption(inputs),
    'corridor-access': corridorAccess(inputs, parameters),
    'exit-options': exitOptions(inputs, parameters),
    'attack-pressure': attackPressure(inputs),
  };
  const blockade = declarations(inputs);
  const evidence = evidenceOf([...COMPONENT_IDS.flatMap((id) => gauges[id].reports), ...blockade.reports]);
  const assess = remembered((at) => assessmentOf(COMPONENT_IDS.map((id) => gauges[id].valueAt(at))));

  const firstMidnight = Math.ceil(evidence.first / DAY_MS) * DAY_MS;
  const folded = new Map<number, number>();
  /**
   * The fold up to a midnight. It need not start at the first: a day whose score lies more than two points from every border has its band
   * whatever came before, so the fold is taken up from the last such day.
   */
  const rankAtMidnight = (midnight: number): number => {
    let day = midnight;
    let rank: number | null = null;
    for (; ; day -= DAY_MS) {
      const known = folded.get(day);
      const { lowest, highest } = bandRangeOf(assess(day).score);
      if (known !== undefined || lowest === highest || day <= firstMidnight) {
        rank = known ?? (lowest === highest ? lowest : nextRank(null, assess(day).score));
        folded.set(day, rank);
        break;
      }
    }
    for (day += DAY_MS; day <= midnight; day += DAY_MS) {
      rank = nextRank(rank, assess(day).score);
      folded.set(day, rank);
    }
    return rank;
  };
  return {
    gauges,
    assess,
    rankAt: (at) => {
      const lastMidnight = (Math.ceil(at / DAY_MS) - 1) * DAY_MS;
      return nextRank(lastMidnight < firstMidnight ? null : rankAtMidnight(lastMidnight), assess(at).score);
    },
    declaredAt: blockade.standingAt,
    lastEvidenceAt: evidence.lastAt,
  };
};
