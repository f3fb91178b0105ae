import { rangeOf } from '../../situations/src/index.js';
import { TTL_DAYS } from './formula.js';
import type { SeverityParameters } from './inputs.js';
import { byOccurred, clamp01, type Gauge, type Reading, reportedOf } from './reading.js';
import type { Reports } from './reports.js';
import { knownAt, tellingOf, type Track, tracksOf } from './track.js';

type DatedShare = { readonly since: number; readonly share: number };
type Corridor = { readonly track: Track; readonly shares: readonly DatedShare[] };

/** The share in force: the latest that has begun; 0 before the first and where it is none. */
const shareAt = (shares: readonly DatedShare[], at: number): number => {
  const begun = shares.filter(({ since }) => since <= at);
  return Math.max(0, begun.reduce((latest, next) => (next.since >= latest.since ? next : latest), { since: -Infinity, share: 0 }).share);
};

/**
 * Σ share × status over the corridors of known status, their shares renormalised: open 0, escorted or restricted 0.5, closed 1.
 * Corridors that the parameters give no share are not read.
 */
export const corridorAccess = ({ observed }: Reports, { corridors = [] }: SeverityParameters): Gauge => {
  const sharesBySubject = new Map(
    corridors.map(({ subject, shares }) => [
      subject,
      shares.map(({ from, share }) => ({ since: from === undefined ? -Infinity : (rangeOf(from, 'day')?.start ?? Infinity), share })),
    ]),
  );
  const known: readonly Corridor[] = tracksOf(observed('corridor-status')).flatMap((track) => {
    const shares = sharesBySubject.get(track.subject);
    return shares === undefined ? [] : [{ track, shares }];
  });

  const readingsAt = (at: number): readonly Reading[] => {
    const read = known.flatMap(({ track, shares }) => {
      const report = knownAt(track, at, TTL_DAYS['corridor-access']);
      const share = shareAt(shares, at);
      return report === undefined || share === 0 ? [] : [{ ...report, share }];
    });
    const all = read.reduce((sum, { share }) => sum + share, 0);
    return read.map(({ input, amount, share }) => ({
      input,
      reported: reportedOf(input),
      value: amount,
      part: (amount * share) / all,
      share: share / all,
    }));
  };
  return {
    valueAt: (at) => {
      const readings = readingsAt(at);
      return readings.length === 0 ? null : clamp01(readings.reduce((sum, { part }) => sum + part, 0));
    },
    readingsAt: (at) => readingsAt(at).toSorted((a, b) => byOccurred(a.input, b.input)),
    reports: tellingOf(known.map(({ track }) => track)),
  };
};
