import { TTL_DAYS } from './formula.js';
import type { SeverityParameters } from './inputs.js';
import { byOccurred, type Gauge, mean, type Reading, reportedOf } from './reading.js';
import type { Reports } from './reports.js';
import { allKnownAt, type Known, tellingOf, tracksOf } from './track.js';

const flagOf = (known: readonly Known[]): number | null => (known.length === 0 ? null : mean(known.map(({ amount }) => amount)));

/**
 * The greater of the airports (closed 1, disrupted 0.3) and the main passenger carriers (suspended 0.6), each the mean of those known.
 * The points go to the reports of the greater; of equals to the airports'.
 */
export const exitOptions = ({ observed }: Reports, { mainCarriers = [] }: SeverityParameters): Gauge => {
  const main = new Set(mainCarriers.map(({ subject }) => subject));
  const airports = tracksOf(observed('airport-status'));
  const carriers = tracksOf(observed('carrier-status')).filter(({ subject }) => main.has(subject));
  const flagsAt = (at: number) => {
    const [airport, carrier] = [airports, carriers].map((tracks) => allKnownAt(tracks, at, TTL_DAYS['exit-options']));
    return { airport: airport ?? [], carrier: carrier ?? [] };
  };
  const read = (known: readonly Known[], counts: boolean): readonly Reading[] =>
    known.map(({ input, amount }) => ({ input, reported: reportedOf(input), value: amount, part: counts ? amount : 0 }));
  return {
    valueAt: (at) => {
      const { airport, carrier } = flagsAt(at);
      const flags = [flagOf(airport), flagOf(carrier)].filter((flag) => flag !== null);
      return flags.length === 0 ? null : Math.max(...flags);
    },
    readingsAt: (at) => {
      const { airport, carrier } = flagsAt(at);
      const byAir = (flagOf(airport) ?? 0) >= (flagOf(carrier) ?? 0);
      return [...read(airport, byAir), ...read(carrier, !byAir)].sort((a, b) => byOccurred(a.input, b.input));
    },
    reports: tellingOf([...airports, ...carriers]),
  };
};
