import { DAY_MS, iso } from '../../situations/src/index.js';
import {
  type Component,
  COMPONENT_IDS,
  type ComponentId,
  type ComponentInput,
  type Contribution,
  type Score,
  type Severity,
} from './answer.js';
import { apportion, pointsOf } from './apportionment.js';
import { bandOf } from './band.js';
import { COVERAGE_ENOUGH, DISCLAIMER, FORMULA, TTL_DAYS, WEIGHTS } from './formula.js';
import type { SeverityInput, SeverityParameters } from './inputs.js';
import { type Model, modelOf } from './model.js';
import { endOf, type Reading } from './reading.js';

const LOW = 1;
const STRENGTH = ['low', 'medium', 'high'] as const;

/** At most six decimals, so that the answer's bytes do not hang on the last bits of a power. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

const weakest = (readings: readonly Reading[]) => STRENGTH.find((strength) => readings.some(({ input }) => input.confidence === strength));

const inputOf = ({ input, reported, value, share }: Reading, at: number): ComponentInput => ({
  eventId: input.eventId,
  kind: input.kind,
  ...(input.type === 'observation' && { subject: input.subject }),
  reported,
  value: rounded(value),
  asOf: iso(Math.min(endOf(input), at)),
  confidence: input.confidence,
  ...(share !== undefined && { share: rounded(share) }),
});

const componentOf = (id: ComponentId, value: number | null, ticks: number, readings: readonly Reading[], at: number): Component => {
  const asOf = readings.reduce((latest, { input }) => Math.max(latest, Math.min(endOf(input), at)), -Infinity);
  const confidence = id === 'attack-pressure' ? undefined : weakest(readings);
  return {
    id,
    weight: WEIGHTS[id],
    value: value === null ? null : rounded(value),
    points: pointsOf(ticks),
    asOf: readings.length === 0 ? null : iso(asOf),
    ttlDays: TTL_DAYS[id],
    ...(confidence !== undefined && { confidence }),
    evidence: [...new Set(readings.map(({ input }) => input.eventId))],
    inputs: readings.map((reading) => inputOf(reading, at)),
  };
};

/** The ticks of a component shared out to its reports by their parts. */
export const sharesOf = (ticks: number, readings: readonly Reading[]): readonly { reading: Reading; ticks: number }[] => {
  const shares = apportion(
    ticks,
    readings.map(({ part }) => part),
  );
  return readings.map((reading, index) => ({ reading, ticks: shares[index] ?? 0 }));
};

const contributionsOf = (component: ComponentId, ticks: number, readings: readonly Reading[]): readonly Contribution[] => {
  const byEvent = new Map<string, number>();
  for (const { reading, ticks: share } of sharesOf(ticks, readings)) {
    byEvent.set(reading.input.eventId, (byEvent.get(reading.input.eventId) ?? 0) + share);
  }
  return [...byEvent].filter(([, share]) => share > 0).map(([eventId, share]) => ({ eventId, component, points: pointsOf(share) }));
};

export const scoreOf = (model: Model, at: number): Score => {
  const { score, coverage, values, points } = model.assess(at);
  const parts = COMPONENT_IDS.map((id, index) => ({
    id,
    value: values[index] ?? null,
    ticks: points[index] ?? 0,
    readings: model.gauges[id].readingsAt(at),
  }));
  const lastEvidence = model.lastEvidenceAt(at);
  return {
    validAt: iso(at),
    score: pointsOf(score),
    coverage,
    provisional: coverage < COVERAGE_ENOUGH,
    daysSinceLastEvidence: lastEvidence === undefined ? null : Math.floor((at - lastEvidence) / DAY_MS),
    components: parts.map(({ id, value, ticks, readings }) => componentOf(id, value, ticks, readings, at)),
    contributions: parts.flatMap(({ id, ticks, readings }) => contributionsOf(id, ticks, readings)),
  };
};

export const bandAt = (model: Model, at: number) => {
  const rank = model.rankAt(at);
  return bandOf(model.declaredAt(at).length > 0 ? Math.max(rank, LOW) : rank);
};

/**
 * Severity by bsi-1 at `validAt` (milliseconds since the epoch), without the band, which needs the days before.
 * `inputs`: all that is known, in any order; those that start after `validAt` are passed over.
 */
export const severityAt = (inputs: readonly SeverityInput[], parameters: SeverityParameters, validAt: number): Score =>
  scoreOf(modelOf(inputs, parameters), validAt);

/** The complete answer at `validAt` (milliseconds since the epoch). Its band never depends on what was asked before. */
export const severity = (inputs: readonly SeverityInput[], parameters: SeverityParameters, validAt: number): Severity => {
  const model = modelOf(inputs, parameters);
  return {
    formula: FORMULA,
    ...scoreOf(model, validAt),
    band: bandAt(model, validAt),
    blockadeDeclaredBy: model.declaredAt(validAt),
    weights: WEIGHTS,
    disclaimer: DISCLAIMER,
  };
};
