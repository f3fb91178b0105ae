import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Attempt, attempts } from '../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../test/support/random-history.js';
import {
  commandOfEvent,
  type Correctable,
  DAY_MS,
  decisionOn,
  type DomainEvent,
  handlingOf,
  isCorrectable,
  type Published,
} from '../../../situations/src/index.js';
import { FactsFold } from '../replay/facts-fold.js';
import { standingAt } from '../replay/frame.js';
import { REPLAY_CLOCKS } from '../replay/moments.js';
import { daysOf } from './days.js';
import { EditRefused, type Edits, NO_EDITS, type Recorded } from './edits.js';
import { forked, periodOf } from './fork.example.js';
import { shifted } from './shifted.js';

const RUNS = { numRuns: 300 };
const clocks = fc.constantFrom(...REPLAY_CLOCKS);
const histories = attempts(4, 26).map((tried) => historyOf('s', 0, tried));
/** The days on which the random histories play, and on the clock recorded the one on which they are recorded. */
const periodOn = (clock: (typeof REPLAY_CLOCKS)[number]) =>
  clock === 'recorded' ? periodOf('2026-04-30', '2026-05-01', clock) : periodOf('2025-10-27', '2025-11-01', clock);

/** Of each event but the first, which opens the situation, by its number whether it is meant. */
const picked = (events: readonly Recorded[], picks: readonly number[]): readonly Recorded[] => {
  const ids = new Set(picks.map((pick) => events[1 + (pick % Math.max(1, events.length - 1))]?.id));
  return events.slice(1).filter(({ id }) => ids.has(id));
};
const picks = fc.array(fc.nat(99), { minLength: 1, maxLength: 3 });

/**
 * A log that came about as the edits have it: every event is asked for and decided anew, in order, on what was recorded until then. What it was decided
 * on then plays no part.
 */
const recordedSo = (events: readonly Recorded[], saying: (recorded: Recorded) => DomainEvent | undefined): Recorded[] => {
  const log: Recorded[] = [];
  for (const recorded of events) {
    const event = saying(recorded);
    if (event === undefined) continue;
    const { stream, reads, decide } = handlingOf('s', commandOfEvent(event, recorded.stream));
    const past = log.filter((one) => reads.includes(one.stream)).map(({ id, event: said }) => ({ id, event: said as DomainEvent }));
    const decision = decisionOn({ stream, reads, decide }, past);
    if (!('events' in decision) || decision.events.length === 0) continue;
    const version = 1 + log.filter((one) => one.stream === stream).length;
    log.push({ ...recorded, event: decision.events[0]!, version, position: { partition: 0, offset: log.length, index: 0 } });
  }
  return log;
};

const standings = (events: readonly Recorded[], period: ReturnType<typeof periodOf>) => {
  const fold = new FactsFold();
  fold.apply(events);
  const position = { partition: 0, offset: events.length };
  return daysOf(period.clock, period).map(({ asOf }) => standingAt(fold, { ...asOf, position }));
};

const unedited = ({ event }: Recorded) => event as DomainEvent;

describe('a fork', () => {
  it('without edits is history', () => {
    fc.assert(
      fc.property(histories, clocks, (events, clock) => {
        const { days, firstDifference, differences, withoutEffect } = forked(events, {}, periodOn(clock));
        for (const { history, fork } of days) expect(fork).toEqual(history);
        expect([firstDifference, differences, withoutEffect]).toEqual([null, [], []]);
      }),
      RUNS,
    );
  });

  it('that leaves an event out and adds the same one in its place is history', () => {
    fc.assert(
      fc.property(histories, clocks, fc.nat(99), (recordedLater, clock, pick) => {
        // An added event counts as recorded when the one was that it comes before: here all were at once, as in an import.
        const events = recordedLater.map((one) => ({ ...one, recordedAt: recordedLater[0]!.recordedAt }));
        const at = 1 + (pick % Math.max(1, events.length - 1));
        const one = events[at];
        if (one === undefined) return;
        const next = events[at + 1];
        const command = commandOfEvent(unedited(one), one.stream);
        const add = [{ command, eventId: one.id, ...(next && { before: next.id }) }];
        const course = forked(events, { leaveOut: [{ eventId: one.id }], add }, periodOn(clock));
        expect(course.withoutEffect).toEqual([]);
        for (const { history, fork } of course.days) expect(fork).toEqual(history);
      }),
      RUNS,
    );
  });

  it('with events left out is the course in which they never came', () => {
    let lost = 0;
    fc.assert(
      fc.property(histories, clocks, picks, (events, clock, chosen) => {
        const out = picked(events, chosen);
        const course = forked(events, { leaveOut: out.map(({ id }) => ({ eventId: id })) }, periodOn(clock));
        const ids = new Set(out.map(({ id }) => id));
        const log = recordedSo(events, (recorded) => (ids.has(recorded.id) ? undefined : unedited(recorded)));
        expect(course.days.map(({ fork }) => fork)).toEqual(standings(log, periodOn(clock)));
        lost += course.withoutEffect.length;
      }),
      { numRuns: 600 },
    );
    expect(lost).toBeGreaterThan(50);
  });

  it('with events moved is the course in which they came then, or says what rule forbids it', () => {
    let [told, refused] = [0, 0];
    fc.assert(
      fc.property(histories, clocks, picks, fc.integer({ min: -3, max: 3 }), (events, clock, chosen, days) => {
        const movable = picked(events, chosen).filter((recorded) => shifted(unedited(recorded), { by: 0 }) !== undefined);
        const edits: Edits = { ...NO_EDITS, move: movable.map(({ id }) => ({ eventId: id, by: days * DAY_MS })) };
        const ids = new Set(movable.map(({ id }) => id));
        try {
          const course = forked(events, edits, periodOn(clock));
          const log = recordedSo(events, (one) => (ids.has(one.id) ? shifted(unedited(one), { by: days * DAY_MS }) : unedited(one)));
          expect(course.days.map(({ fork }) => fork)).toEqual(standings(log, periodOn(clock)));
          told += 1;
        } catch (error) {
          if (!(error instanceof EditRefused)) throw error;
          expect(error.code).toMatch(
            /^(seq-taken|fact-superseded|fact-retracted|already-recorded|.*-differs|.*-not-found|claim-retracted)$/,
          );
          refused += 1;
        }
      }),
      { numRuns: 600 },
    );
    expect(told).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(0);
  });

  it('is refused where an event that is moved would say what is on record already', () => {
    const day = (at: string): Published => ({ at, precision: 'day', basis: 'stated' });
    const attempt: Attempt = {
      action: 'report',
      n: 1,
      m: 3,
      occurred: { from: '2025-10-28', precision: 'day' },
      publishedAt: undefined,
      observedAt: undefined,
      claimed: day('2025-10-28'),
      validTo: undefined,
      cause: 'transcription',
      together: false,
    };
    // A day later the same figures again, and then the report with others: without the repetition these are what stands.
    const events = historyOf('s', 0, [
      attempt,
      { ...attempt, action: 'revise', publishedAt: day('2025-10-29') },
      { ...attempt, action: 'correct', m: 9 },
    ]);
    expect(events.map(({ event }) => event.type)).toEqual(['SituationOpened', 'IncidentReported', 'ClaimRevised', 'FactCorrected']);
    const moved = (by: number) => () => forked(events, { move: [{ eventId: events[2]!.id, by }] }, periodOn('published'));
    expect(moved(-DAY_MS)).toThrow(expect.objectContaining({ code: 'already-recorded' }));
    expect(moved(DAY_MS)).not.toThrow();
  });

  it('that changes events to what a move would make of them is that move', () => {
    const outcome = (events: readonly Recorded[], edits: Partial<Edits>, clock: (typeof REPLAY_CLOCKS)[number]) => {
      try {
        const { days, withoutEffect } = forked(events, edits, periodOn(clock));
        return { forks: days.map(({ fork }) => fork), withoutEffect };
      } catch (error) {
        if (error instanceof EditRefused) return error.code;
        throw error;
      }
    };
    let same = 0;
    fc.assert(
      fc.property(histories, clocks, picks, fc.integer({ min: -3, max: 3 }), (events, clock, chosen, days) => {
        const by = days * DAY_MS;
        const facts = picked(events, chosen).filter((one) => {
          const event = unedited(one);
          const said = event.type === 'FactCorrected' ? event.replacement : event;
          return isCorrectable(said) && shifted(said, { by }) !== undefined;
        });
        const change = (said: Correctable) => shifted(said, { by }) as Correctable;
        const moved = outcome(events, { move: facts.map(({ id }) => ({ eventId: id, by })) }, clock);
        expect(outcome(events, { change: facts.map(({ id }) => ({ eventId: id, change })) }, clock)).toEqual(moved);
        if (typeof moved !== 'string') same += 1;
      }),
      RUNS,
    );
    expect(same).toBeGreaterThan(100);
  });
});
