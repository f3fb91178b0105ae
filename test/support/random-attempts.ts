import fc from 'fast-check';
import type { Cause, Published } from '../../libs/situations/src/index.js';

const DAYS = ['2025-10-28', '2025-10-29', '2025-10-30'] as const;
const HOURS = ['00:00', '06:00', '12:00', '23:30'] as const;
export const AUTHORITIES = ['GB-FCDO', 'US-STATE'] as const;
export const SUBJECTS = ['country', 'bamako'] as const;
export const INCIDENTS = ['a', 'b', 'c'] as const;

const days = fc.constantFrom(...DAYS);
/** Instants of the world in which the histories play. */
export const instants = fc.tuple(days, fc.constantFrom(...HOURS)).map(([day, time]) => `${day}T${time}:00Z`);
const times = fc.oneof(
  days.map((from) => ({ from, precision: 'day' as const })),
  instants.map((from) => ({ from, precision: 'minute' as const })),
);
const published = fc.option(
  times.map(({ from, precision }): Published => ({ at: from, precision, basis: 'stated' })),
  { freq: 4, nil: undefined },
);
const seen = fc.option(instants, { freq: 1, nil: undefined });

const ACTIONS = [
  'notice',
  'report',
  'add',
  'revise',
  'retract-claim',
  'reclassify',
  'merge',
  'unmerge',
  'observe',
  'correct',
  'retract',
] as const;
type Action = (typeof ACTIONS)[number];
const WEIGHTS: Record<Action, number> = {
  notice: 5,
  report: 7,
  add: 2,
  revise: 3,
  'retract-claim': 1,
  reclassify: 1,
  merge: 5,
  unmerge: 3,
  observe: 4,
  correct: 8,
  retract: 6,
};

/** What somebody may try to record next. */
export type Attempt = {
  action: Action;
  n: number;
  m: number;
  occurred: { from: string; precision: 'day' | 'minute' };
  publishedAt: Published | undefined;
  observedAt: string | undefined;
  claimed: Published | undefined;
  validTo: string | undefined;
  cause: Cause;
  /** In one commit with the one before. */
  together: boolean;
};
export const attempt: fc.Arbitrary<Attempt> = fc.record({
  action: fc.oneof(...ACTIONS.map((action) => ({ weight: WEIGHTS[action], arbitrary: fc.constant(action) }))),
  n: fc.nat(59),
  m: fc.nat(59),
  occurred: times,
  publishedAt: published,
  observedAt: seen,
  claimed: fc.option(published, { freq: 1, nil: undefined }),
  validTo: fc.option(days, { freq: 1, nil: undefined }),
  cause: fc.constantFrom('transcription', 'source-revised'),
  together: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});

export const attempts = (minLength: number, maxLength: number): fc.Arbitrary<Attempt[]> =>
  fc.array(attempt, { minLength, maxLength, size: 'max' });
