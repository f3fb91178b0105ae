import { TTL_DAYS } from './formula.js';
import type { SeverityParameters } from './inputs.js';
import { clamp01, type Gauge, type Reading } from './reading.js';
import type { Reports } from './reports.js';
import { byEnd, knownAt, tellingOf, trackOf } from './track.js';

/**
 * max(0, 1 − inflow a day / baseline a day). The inflow is that of the situation as a whole: reports of all subjects stand on one track,
 * and of overlapping ranges the one that ended last holds. Unknown without a baseline above zero.
 */
export const supplyLoss = ({ observed }: Reports, { fuelBaseline }: SeverityParameters): Gauge => {
  const baseline = fuelBaseline?.tankersPerDay ?? 0;
  const track = trackOf('', baseline > 0 ? observed('fuel-inflow') : [], byEnd);

  const readingAt = (at: number): Reading | undefined => {
    const known = knownAt(track, at, TTL_DAYS['supply-loss']);
    if (known === undefined) return undefined;
    const value = clamp01(1 - known.amount / baseline);
    return { input: known.input, reported: known.amount, value, part: value };
  };
  return {
    valueAt: (at) => readingAt(at)?.value ?? null,
    readingsAt: (at) => [readingAt(at)].filter((reading) => reading !== undefined),
    reports: tellingOf([track]),
  };
};
