import { iso } from '../../situations/src/index.js';
import { COMPONENT_IDS, type SeverityPoint } from './answer.js';
import { pointsOf } from './apportionment.js';
import { COVERAGE_ENOUGH } from './formula.js';
import type { SeverityInput, SeverityParameters } from './inputs.js';
import { modelOf } from './model.js';
import { bandAt, rounded } from './severity.js';

/**
 * The curve at `from`, `from + step`, … up to and with `to`, all in milliseconds: at each moment the same score and band as asked alone.
 * What is known does not move along: all points are of the one set of inputs. Throws RangeError where `step` is no positive whole number.
 */
export const severityHistory = (
  inputs: readonly SeverityInput[],
  parameters: SeverityParameters,
  { from, to, step }: { from: number; to: number; step: number },
): readonly SeverityPoint[] => {
  if (!Number.isSafeInteger(step) || step <= 0) throw new RangeError(`not a step in milliseconds: ${step}`);
  const model = modelOf(inputs, parameters);
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, index) => {
    const at = from + index * step;
    const { score, coverage, values, points } = model.assess(at);
    return {
      validAt: iso(at),
      score: pointsOf(score),
      band: bandAt(model, at),
      coverage,
      provisional: coverage < COVERAGE_ENOUGH,
      components: COMPONENT_IDS.map((id, i) => {
        const value = values[i] ?? null;
        return { id, value: value === null ? null : rounded(value), points: pointsOf(points[i] ?? 0) };
      }),
    };
  });
};
