import { CONFIDENCE_WEIGHT, DAY_MS } from '../../situations/src/index.js';
import { ATTACK_WEIGHT, BLOCKADE_WEIGHT, HALF_LIFE_MS, TTL_DAYS } from './formula.js';
import type { SeverityInput } from './inputs.js';
import { byOccurred, endOf, type Gauge, type Reading, reportedOf } from './reading.js';
import type { Reports } from './reports.js';
import { countBelow, countUpTo, runningMax } from './sorted-times.js';

const REACH_MS = TTL_DAYS['attack-pressure'] * DAY_MS;
/** Ages are counted from the origin of such a span of the calendar: short enough that no power of two overflows. */
const SPAN_MS = 64 * HALF_LIFE_MS;

/** w(kind) (1 + log2(1 + tankers/10)) c(confidence): the term of a report before it ages; 0 for a kind without weight. */
const sizeOf = (input: SeverityInput): number => {
  const confidence = CONFIDENCE_WEIGHT[input.confidence];
  if (input.type === 'incident') {
    return (ATTACK_WEIGHT[input.kind] ?? 0) * (1 + Math.log2(1 + Math.max(0, input.tankersLow) / 10)) * confidence;
  }
  return input.kind === 'blockade-status' ? (BLOCKADE_WEIGHT[input.value.status] ?? 0) * confidence : 0;
};

/**
 * 1 − exp(−S/4), S = Σ size × 2^(−age/14 d) over attacks and reports of a blockade declared or escalated. They act from their start, age
 * from their end, and count nothing beyond 180 days. Always known; 0 without reports.
 *
 * Summed in (occurred, event id) order, so that no order of arrival shows in the last digit. A term's power is split at the origin of the
 * calendar span asked, which depends on nothing but the moment asked: a curve costs one multiplication a term and day, and every point of it
 * is the very number that is computed for that moment alone.
 */
export const attackPressure = ({ incidents, observed }: Reports): Gauge => {
  const terms = [...incidents, ...observed('blockade-status')]
    .map((input) => ({ input, start: input.start, size: sizeOf(input) }))
    .filter(({ size }) => size > 0);
  terms.sort((a, b) => a.start - b.start || byOccurred(a.input, b.input));
  const reports = terms.map(({ input }) => input);
  const starts = Float64Array.from(terms, ({ start }) => start);
  const sizes = Float64Array.from(terms, ({ size }) => size);
  const ends = Float64Array.from(reports, endOf);
  const latestEnds = runningMax(ends);

  let span: { readonly origin: number; readonly scaled: Float64Array } | undefined;
  const spanOf = (at: number) => {
    const origin = Math.floor(at / SPAN_MS) * SPAN_MS;
    if (span?.origin !== origin) span = { origin, scaled: sizes.map((size, i) => size * 2 ** ((ends[i]! - origin) / HALF_LIFE_MS)) };
    return span;
  };
  /** Calls `take` with every term that counts, in order. */
  const termsAt = (at: number, take: (term: number, index: number) => void): void => {
    const { origin, scaled } = spanOf(at);
    const decay = 2 ** ((origin - at) / HALF_LIFE_MS);
    const stop = countUpTo(starts, at);
    for (let i = countBelow(latestEnds, at - REACH_MS); i < stop; i += 1) {
      const end = ends[i]!;
      if (end >= at) take(sizes[i]!, i);
      else if (end >= at - REACH_MS) take(scaled[i]! * decay, i);
    }
  };
  return {
    valueAt: (at) => {
      const { origin, scaled } = spanOf(at);
      const decay = 2 ** ((origin - at) / HALF_LIFE_MS);
      const stop = countUpTo(starts, at);
      let sum = 0;
      // As termsAt, without a call for each: a curve comes by here millions of times.
      for (let i = countBelow(latestEnds, at - REACH_MS); i < stop; i += 1) {
        const end = ends[i]!;
        if (end >= at) sum += sizes[i]!;
        else if (end >= at - REACH_MS) sum += scaled[i]! * decay;
      }
      return -Math.expm1(-sum / 4);
    },
    readingsAt: (at) => {
      const readings: Reading[] = [];
      termsAt(at, (term, index) => {
        const input = reports[index]!;
        readings.push({ input, reported: reportedOf(input), value: term, part: term });
      });
      return readings;
    },
    reports,
  };
};
