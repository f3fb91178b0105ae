import { DAY_MS } from '../../situations/src/index.js';
import type { ObservationInput } from './inputs.js';
import { amountOf, endOf } from './reading.js';
import { compareText, countUpTo } from './sorted-times.js';

/** The reports on one thing, in the order in which they come to hold. */
export type Track = {
  readonly subject: string;
  readonly reports: readonly ObservationInput[];
  readonly starts: Float64Array;
  /** By how many have started: the one that stands. */
  readonly standing: readonly ObservationInput[];
};

type Order = (a: ObservationInput, b: ObservationInput) => number;

/** Later start, then higher rank, then greater event id stands. */
const byStart: Order = (a, b) => a.start - b.start || a.order - b.order || compareText(a.eventId, b.eventId);
/** Ranges that overlap: the one that ended last stands. */
export const byEnd: Order = (a, b) => endOf(a) - endOf(b) || byStart(a, b);

/** Whether `newer` takes the place of `older` where both hold. */
export const supersedes = (newer: ObservationInput, older: ObservationInput): boolean =>
  newer.kind === older.kind &&
  (newer.kind === 'fuel-inflow' ? byEnd(newer, older) > 0 : newer.subject === older.subject && byStart(newer, older) > 0);

export const trackOf = (subject: string, reports: readonly ObservationInput[], outranks: Order = byStart): Track => {
  const sorted = reports.toSorted(byStart);
  let best: ObservationInput | undefined;
  return {
    subject,
    reports: sorted,
    starts: Float64Array.from(sorted, ({ start }) => start),
    standing: sorted.map((report) => (best = best === undefined || outranks(report, best) > 0 ? report : best)),
  };
};

/** A track for each subject that the reports, of one kind, are on; by subject. */
export const tracksOf = (observed: readonly ObservationInput[]): readonly Track[] => {
  const bySubject = new Map<string, ObservationInput[]>();
  for (const input of observed) {
    const reports = bySubject.get(input.subject);
    if (reports === undefined) bySubject.set(input.subject, [input]);
    else reports.push(input);
  }
  return [...bySubject].map(([subject, reports]) => trackOf(subject, reports)).sort((a, b) => compareText(a.subject, b.subject));
};

/** The report that stands at `at`, known or not. */
export const standingAt = ({ starts, standing }: Track, at: number): ObservationInput | undefined => standing[countUpTo(starts, at) - 1];

/** Whether its validity has not passed and its age, from the end of its range, is within the ttl. */
export const isFresh = (report: ObservationInput, at: number, ttlDays: number): boolean =>
  (report.validTo === undefined || report.validTo > at) && at - endOf(report) <= ttlDays * DAY_MS;

export type Known = { readonly input: ObservationInput; readonly amount: number };

/** What is known of the track at `at`: nothing where the report that stands has expired or says unknown, never an older report. */
export const knownAt = (track: Track, at: number, ttlDays: number): Known | undefined => {
  const input = standingAt(track, at);
  if (input === undefined || !isFresh(input, at, ttlDays)) return undefined;
  const amount = amountOf(input);
  return amount === undefined ? undefined : { input, amount };
};

export const allKnownAt = (tracks: readonly Track[], at: number, ttlDays: number): readonly Known[] =>
  tracks.map((track) => knownAt(track, at, ttlDays)).filter((known) => known !== undefined);

/** Every report of the tracks that ever says something. */
export const tellingOf = (tracks: readonly Track[]): readonly ObservationInput[] =>
  tracks.flatMap(({ reports }) => reports.filter((report) => amountOf(report) !== undefined));
