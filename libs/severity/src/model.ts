import { DAY_MS } from '../../situations/src/index.js';
import { COMPONENT_IDS, type ComponentId } from './answer.js';
import { apportion, TICKS_PER_POINT } from './apportionment.js';
import { attackPressure } from './attack-pressure.js';
import { bandRangeOf, nextRank } from './band.js';
import { declarations } from './declarations.js';
import { corridorAccess } from './corridor-access.js';
import { exitOptions } from './exit-options.js';
import { WEIGHTS } from './formula.js';
import type { SeverityInput, SeverityParameters } from './inputs.js';
import { endOf, type Gauge } from './reading.js';
import { reportsOf } from './reports.js';
import { serviceDisruption } from './service-disruption.js';
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

/** Beginning of the first report; Infinity without one. */
const firstStart = (reports: readonly SeverityInput[]): number => reports.reduce((first, { start }) => Math.min(first, start), Infinity);

/** Up to when the reports speak that hold at `at`, not beyond it; undefined where none holds yet. */
const latestEnd = (reports: readonly SeverityInput[], at: number): number | undefined => {
  const latest = reports.reduce((end, report) => (report.start <= at ? Math.max(end, endOf(report)) : end), -Infinity);
  return latest === -Infinity ? undefined : Math.min(latest, at);
};

export const modelOf = (inputs: readonly SeverityInput[], parameters: SeverityParameters): Model => {
  const reports = reportsOf(inputs);
  const gauges: Record<ComponentId, Gauge> = {
    'supply-loss': supplyLoss(reports, parameters),
    'service-disruption': serviceDisruption(reports),
    'corridor-access': corridorAccess(reports, parameters),
    'exit-options': exitOptions(reports, parameters),
    'attack-pressure': attackPressure(reports),
  };
  const blockade = declarations(reports);
  const evidence = [...COMPONENT_IDS.flatMap((id) => gauges[id].reports), ...blockade.reports];
  const assess = remembered((at) => assessmentOf(COMPONENT_IDS.map((id) => gauges[id].valueAt(at))));

  const firstMidnight = Math.ceil(firstStart(evidence) / DAY_MS) * DAY_MS;
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
    lastEvidenceAt: (at) => latestEnd(evidence, at),
  };
};
