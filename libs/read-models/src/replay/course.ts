import type { CommitPosition, RecordedEvent } from '../../../event-log/src/index.js';
import { type DomainEvent, iso } from '../../../situations/src/index.js';
import { type Step, STEPS } from '../steps.js';
import { FactsFold } from './facts-fold.js';
import { type Frame, frameSteps, standingAt } from './frame.js';
import { type Moments, momentsOf, questionAt, type ReplayClock } from './moments.js';
import { eventStops, intervalStops, type Stop } from './stops.js';

/** A frame when something came, or at fixed distances. */
export type ReplayStep = 'event' | Step;

/** The course of a situation up to one commit: its fold, and its stops on any clock. */
export class Course {
  private readonly fold = new FactsFold();
  private readonly moments: Moments[] = [];
  private readonly byEvent = new Map<ReplayClock, readonly Stop[]>();

  /** `position`: the last commit of the events, which are then taken. */
  constructor(readonly position: CommitPosition) {}

  /** Takes the events, in the order of the log; all of them, before anything is asked. In small steps. Throws what a projection throws. */
  *take(events: readonly RecordedEvent<DomainEvent>[]): Generator<void, this> {
    for (const recorded of events) {
      this.fold.apply([recorded]);
      this.moments.push(momentsOf(recorded));
      yield;
    }
    return this;
  }

  get folded(): FactsFold {
    return this.fold;
  }

  /** By event the stops of the whole course; by interval those of the span, in milliseconds. */
  stops(clock: ReplayClock, step: ReplayStep, span: { from: number; to: number }): readonly Stop[] {
    if (step !== 'event') return intervalStops(this.moments, clock, this.position.offset, { ...span, step: STEPS[step] });
    let stops = this.byEvent.get(clock);
    if (stops === undefined) this.byEvent.set(clock, (stops = eventStops(this.moments, clock, this.position.offset)));
    return stops;
  }

  /** In steps. */
  frame(clock: ReplayClock, stop: Stop, before: Stop | undefined): Generator<void, Frame> {
    return frameSteps(this.fold, clock, this.position.partition, stop, before);
  }

  /** How things stood at a moment (RFC 3339), whether or not anything came then. */
  standing(clock: ReplayClock, moment: string) {
    const asOf = questionAt(clock, moment, this.position);
    return { moment, validAt: asOf.validAt, knownAt: asOf.knownAt, ...standingAt(this.fold, asOf) };
  }

  /** The first and the last moment on a clock, RFC 3339; undefined without events. */
  span(clock: ReplayClock): { first: string; last: string } | undefined {
    const stops = this.stops(clock, 'event', { from: 0, to: 0 });
    const [first, last] = [stops[0], stops.at(-1)];
    return first === undefined || last === undefined ? undefined : { first: iso(first.moment), last: iso(last.moment) };
  }
}
