import { TTL_DAYS } from './formula.js';
import { byOccurred, type Gauge, mean, reportedOf } from './reading.js';
import type { Reports } from './reports.js';
import { allKnownAt, type Known, tellingOf, tracksOf } from './track.js';

const KINDS = ['schools', 'rationing', 'fuel-availability', 'power'] as const;

/**
 * Mean of the known flags: schools closed 1; rationing partial 0.5, full 1; fuel short 0.5, dry 1; power 1 − hours/24.
 * The subjects of one kind (towns, say) are one flag: their mean.
 */
export const serviceDisruption = ({ observed }: Reports): Gauge => {
  const kinds = KINDS.map((kind) => tracksOf(observed(kind)));
  const flagsAt = (at: number): readonly (readonly Known[])[] =>
    kinds.map((tracks) => allKnownAt(tracks, at, TTL_DAYS['service-disruption'])).filter((flag) => flag.length > 0);
  return {
    valueAt: (at) => {
      const flags = flagsAt(at);
      return flags.length === 0 ? null : mean(flags.map((flag) => mean(flag.map(({ amount }) => amount))));
    },
    readingsAt: (at) =>
      flagsAt(at)
        .flatMap((flag) =>
          flag.map(({ input, amount }) => ({ input, reported: reportedOf(input), value: amount, part: amount / flag.length })),
        )
        .sort((a, b) => byOccurred(a.input, b.input)),
    reports: tellingOf(kinds.flat()),
  };
};
