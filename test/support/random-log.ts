import fc from 'fast-check';
import type { RecordedEvent } from '../../libs/event-log/src/index.js';
import type { DomainEvent } from '../../libs/situations/src/index.js';
import { type Attempt, attempts } from './random-attempts.js';
import { historyOf, recordedAtOffset } from './random-history.js';

type Recorded = RecordedEvent<DomainEvent>;

export type RandomLog = {
  /** Of each situation. */
  readonly attempts: readonly (readonly Attempt[])[];
  /** Which situation has the next commit. */
  readonly turns: readonly number[];
  /** Where a stranger retracts some event, and which: also one that is yet to come, or one of another situation. */
  readonly strangers: readonly { readonly at: number; readonly of: number }[];
};

export const randomLog = (situations: number, most: number): fc.Arbitrary<RandomLog> =>
  fc.record({
    attempts: fc.array(attempts(2, most), { minLength: situations, maxLength: situations }),
    turns: fc.array(fc.nat(situations - 1), { maxLength: situations * most }),
    strangers: fc.array(fc.record({ at: fc.nat(60), of: fc.nat(60) }), { maxLength: 4 }),
  });

/** Commits of one history: events that share an offset. */
const commitsOf = (events: readonly Recorded[]): Recorded[][] => {
  const commits = new Map<number, Recorded[]>();
  for (const event of events) commits.set(event.position.offset, [...(commits.get(event.position.offset) ?? []), event]);
  return [...commits.values()];
};

const retraction = (commit: readonly Recorded[], retracts: string, nth: number): Recorded[] => {
  const [{ situationId, stream }] = commit as [Recorded];
  const id = `ffffffff-0000-4000-8000-${String(nth).padStart(12, '0')}`;
  const event: DomainEvent = { type: 'FactRetracted', retracts, reason: 'x', cause: 'transcription' };
  return [{ ...commit[0]!, id, situationId, stream, position: { ...commit[0]!.position, index: 0 }, event }];
};

/** The events of a partition that several situations share, with whatever a stranger put between them. Its first record is at offset 1. */
export const eventsOfLog = (partition: number, { attempts: tried, turns, strangers }: RandomLog): Recorded[] => {
  const waiting = tried.map((each, index) => commitsOf(historyOf(`s-${partition}-${index}`, partition * 10 + index, each)));
  const order = [...turns, ...waiting.flatMap((commits, index) => commits.map(() => index))];
  const commits = order.flatMap((turn) => {
    const next = waiting[turn]!.shift();
    return next === undefined ? [] : [next];
  });
  const all = commits.flat();
  strangers.forEach(({ at, of }, nth) => {
    const place = at % commits.length;
    commits.splice(place, 0, retraction(commits[place]!, all[of % all.length]!.id, partition * 100 + nth));
  });
  return commits.flatMap((commit, index) => {
    const offset = index + 1;
    return commit.map((event) => ({
      ...event,
      recordedAt: recordedAtOffset(offset),
      position: { partition, offset, index: event.position.index },
    }));
  });
};
