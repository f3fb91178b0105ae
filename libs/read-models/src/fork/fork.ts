import type { CommitPosition } from '../../../event-log/src/index.js';
import { iso } from '../../../situations/src/index.js';
import { FactsFold } from '../replay/facts-fold.js';
import { standingSteps } from '../replay/frame.js';
import { type Moments, momentsOf, type ReplayClock } from '../replay/moments.js';
import { Differences, factsApart, scoresDiffer } from './compared.js';
import { daysOf } from './days.js';
import type { Edits, Recorded } from './edits.js';
import type { EditedEvent, ForkCourse, LostEvent } from './fork.answer.js';
import { type ForkedLog, forkedLog } from './forked-log.js';

/** Both inclusive, in milliseconds, on `clock`. */
export type ForkPeriod = { readonly clock: ReplayClock; readonly from: number; readonly to: number };

/** The situation on record up to a commit: its events in the order of the log, and what they come to. */
export type History = {
  readonly situation: string;
  readonly position: CommitPosition;
  readonly events: readonly Recorded[];
  readonly fold: FactsFold;
};

/**
 * The course of a situation with some of its events otherwise, beside its history. Pure, and stored nowhere: the edits make a log of their own, which is
 * folded as the log on record is. Comes in small steps, each a fraction of a second at most. Throws as {@link forkedLog} does.
 */
export function* fork(history: History, edits: Edits, { clock, from, to }: ForkPeriod): Generator<void, ForkCourse> {
  const log = yield* forkedLog(history.situation, history.events, edits);
  const fold = new FactsFold();
  for (const recorded of log.events) {
    fold.apply([recorded]);
    yield;
  }
  const position = { partition: history.position.partition, offset: log.events.length };
  const differences = new Differences();
  for (const { day, asOf } of daysOf(clock, { from, to })) {
    const [before, after] = [
      { ...asOf, position: history.position },
      { ...asOf, position },
    ];
    const [was, is] = [history.fold.facts(before), fold.facts(after)];
    yield;
    const there = yield* standingSteps(history.fold, before, was);
    const here = yield* standingSteps(fold, after, is);
    const apart = factsApart(was, is);
    const { validAt, knownAt } = asOf;
    differences.add({ day, validAt, knownAt, history: there, fork: here, differs: apart.length > 0 || scoresDiffer(there, here) }, apart);
    yield;
  }
  return { edits: editedIn(history, log, edits, clock), withoutEffect: log.withoutEffect.map(lostOf), ...differences.result() };
}

const toldOf = ({ event: { eventId, stream, type, kind, text } }: Moments) => ({ eventId, stream, type, kind, text });

const lostOf = ({ recorded, code, reason }: ForkedLog['withoutEffect'][number]): LostEvent => ({
  ...toldOf(momentsOf(recorded)),
  code,
  reason,
});

/** In the order of the plan: by edit, and the events of one in the order of the log. */
const editedIn = ({ events }: History, log: ForkedLog, { add }: Edits, clock: ReplayClock): EditedEvent[] => {
  const recorded = new Map(events.map((one) => [one.id, one]));
  const forked = new Map(log.events.map((one) => [one.id, one]));
  const edited = (edit: string, does: EditedEvent['does'], id: string): EditedEvent => {
    const momentsIn = (log: ReadonlyMap<string, Recorded>): Moments | undefined => {
      const one = log.get(id);
      return one === undefined ? undefined : momentsOf(one);
    };
    const [was, is] = [does === 'added' ? undefined : momentsIn(recorded), momentsIn(forked)];
    const told = (is ?? was)!;
    const at = (moments: Moments | undefined) => (moments === undefined ? null : iso(moments.at[clock]));
    const { occurred, publishedAt } = told.event;
    return { edit, does, ...toldOf(told), occurred, publishedAt, history: at(was), fork: at(is) };
  };
  return [
    ...[...log.plan].map(([id, { edit, does }]) => edited(edit, does, id)),
    ...add.map(({ eventId }, index) => edited(`add.${index}`, 'added', eventId)),
  ];
};
