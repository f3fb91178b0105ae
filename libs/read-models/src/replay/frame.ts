import { type CommitPosition, formatPosition } from '../../../event-log/src/index.js';
import type { SeverityPoint } from '../../../severity/src/index.js';
import { iso } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import type { Json } from '../projection.js';
import type { TravelStatus } from '../travel-status/travel-status.answer.js';
import { digestOfFacts } from './digest.js';
import type { Fact, FactModel } from './facts.js';
import type { FactsFold } from './facts-fold.js';
import { questionAt, type ReplayClock, type ReplayedEvent } from './moments.js';
import type { Stop } from './stops.js';

type Said = { value: Json; since: string | null; eventId: string };

/** A fact that another stands for, that was taken back, or that is new. */
export type FactChange = { model: FactModel; key: string; before: Said | null; after: Said | null };

/** How things stood: status, severity and digest of the facts in force. */
export type Standing = { status: TravelStatus; severity: SeverityPoint; digest: string };

/** One step of a replay: the four coordinates of its question, what came, and how things stood after it. */
export type Frame = Standing & {
  /** RFC 3339: the moment of the replay's clock. */
  moment: string;
  /** `<partition>-<offset>` of the last commit that counts. */
  position: string;
  validAt: string;
  knownAt: string | null;
  events: readonly ReplayedEvent[];
  /** Against the frame before: also what began or ended by itself since. */
  changed: readonly FactChange[];
};

const saidOf = ({ value, since, eventId }: Fact): Said => ({ value, since, eventId });

/** Values are compared as text: those of one event come from one object, so that their keys are in one order. */
const isSame = (a: Fact, b: Fact): boolean =>
  a.eventId === b.eventId && a.since === b.since && (a.value === b.value || JSON.stringify(a.value) === JSON.stringify(b.value));

/** What differs, by read model and key. Both lists are in that order. */
export const changesBetween = (before: readonly Fact[], after: readonly Fact[]): FactChange[] => {
  const was = new Map(before.map((fact) => [`${fact.model} ${fact.key}`, fact]));
  const changes: FactChange[] = [];
  for (const fact of after) {
    const name = `${fact.model} ${fact.key}`;
    const old = was.get(name);
    was.delete(name);
    if (old !== undefined && isSame(old, fact)) continue;
    changes.push({ model: fact.model, key: fact.key, before: old === undefined ? null : saidOf(old), after: saidOf(fact) });
  }
  for (const gone of was.values()) changes.push({ model: gone.model, key: gone.key, before: saidOf(gone), after: null });
  return changes;
};

export const standingAt = (fold: FactsFold, asOf: AsOf, facts = fold.facts(asOf)): Standing => atOnce(standingSteps(fold, asOf, facts));

/** The same in steps. */
export function* standingSteps(fold: FactsFold, asOf: AsOf, facts: readonly Fact[]): Generator<void, Standing> {
  const status = fold.status(asOf);
  yield;
  const severity = yield* fold.severityPoint(asOf);
  yield;
  return { status, severity, digest: digestOfFacts(facts) };
}

const asked = (clock: ReplayClock, partition: number, { moment, offset }: Pick<Stop, 'moment' | 'offset'>): AsOf =>
  questionAt(clock, iso(moment), { partition, offset });

type Asked = readonly [
  fold: FactsFold,
  clock: ReplayClock,
  partition: number,
  stop: Stop,
  before: Pick<Stop, 'moment' | 'offset'> | undefined,
];

/** The frame of a stop; `before` is the stop before it, or where the replay began. Its bytes depend on nothing else. */
export const frameOf = (...of: Asked): Frame => atOnce(frameSteps(...of));

/** The same in steps: that of a large situation takes long enough for others to have their turn in between. */
export function* frameSteps(...[fold, clock, partition, stop, before]: Asked): Generator<void, Frame> {
  const asOf = asked(clock, partition, stop);
  const facts = fold.facts(asOf);
  yield;
  const changed = changesBetween(before === undefined ? [] : fold.facts(asked(clock, partition, before)), facts);
  yield;
  return {
    moment: iso(stop.moment),
    ...coordinatesOf(asOf),
    events: stop.events,
    changed,
    ...(yield* standingSteps(fold, asOf, facts)),
  };
}

const atOnce = <Result>(steps: Generator<void, Result>): Result => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

const coordinatesOf = ({ position, validAt, knownAt }: AsOf) => ({
  position: formatPosition(position as CommitPosition),
  validAt,
  knownAt,
});
