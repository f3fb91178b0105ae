import { describe, expect, it } from '@jest/globals';
import { chronicleLines, MALI } from '../../../../test/support/chronicle.js';
import { decided } from '../../../../test/support/decided.js';
import { history } from '../../../../test/support/recorded.js';
import { type Correctable, DAY_MS, type DomainEvent, type RecordNotice, type RecordObservation } from '../../../situations/src/index.js';
import type { Edits, Recorded } from './edits.js';
import { forked, periodOf } from './fork.example.js';
import type { ForkCourse } from './fork.answer.js';

const mali = history(decided(MALI, chronicleLines()));
const CRISIS = periodOf('2025-10-20', '2025-11-12');

const idOf = (find: (event: DomainEvent) => boolean, events: readonly Recorded[] = mali): string =>
  events.find(({ event }) => event.type !== 'Unreadable' && find(event))!.id;
const observed = (observationId: string) => (event: DomainEvent) =>
  event.type === 'ObservationRecorded' && event.observationId === observationId;
const noticed = (noticeId: string) => (event: DomainEvent) => event.type === 'AdvisoryChanged' && event.noticeId === noticeId;
const told = ({ differences }: ForkCourse) =>
  differences.map(({ key, from, to, history: was, fork: is }) => [key, from, to, statusOf(was), statusOf(is)]);
const statusOf = (said: unknown): unknown => (said as { value?: { status?: string } } | null)?.value?.status ?? said;
const refusal = (edits: Partial<Edits>, events: readonly Recorded[] = mali) => {
  try {
    forked(events, edits, CRISIS);
  } catch (error) {
    const { edit, field, code } = error as { edit: string; field: string; code: string };
    return [edit, field, code];
  }
  return undefined;
};

describe('the Mali chronicle with the school closures left out', () => {
  const course = forked(mali, { leaveOut: [{ kind: 'schools', status: 'closed' }] }, CRISIS);

  it('parts from history on 27 October, and meets it again on 10 November', () => {
    expect(course.edits).toMatchObject([{ edit: 'leaveOut.0', does: 'left-out', eventId: idOf(observed('ml-035')), fork: null }]);
    expect(course.firstDifference).toMatchObject({
      day: '2025-10-27',
      severity: { history: { score: 52.8141, band: 'medium' }, fork: { score: 42.8141, band: 'medium' } },
    });
    expect(told(course)).toEqual([['schools/country', '2025-10-27', '2025-11-09', 'closed', null]]);
    expect(course.days.filter(({ differs }) => differs).map(({ day }) => day)).toEqual(
      course.days.map(({ day }) => day).filter((day) => day >= '2025-10-27' && day <= '2025-11-09'),
    );
  });

  it('is ten points lower at the most, by the disruption of services alone', () => {
    expect(course.largestDifference).toEqual({
      day: '2025-10-27',
      history: { score: 52.8141, band: 'medium' },
      fork: { score: 42.8141, band: 'medium' },
      by: -10,
      components: [{ id: 'service-disruption', history: 30, fork: 20 }],
    });
    const scores = Object.fromEntries(course.days.map(({ day, history: was, fork: is }) => [day, [was.severity.score, is.severity.score]]));
    expect(scores).toMatchObject({
      '2025-10-26': [43.5354, 43.5354],
      '2025-10-28': [64.9723, 64.9723],
      '2025-10-29': [60.9112, 59.2445],
      '2025-11-05': [65.7932, 61.6265],
      '2025-11-10': [70.7938, 70.7938],
    });
  });
});

describe('the Mali chronicle with the overland warning a week earlier', () => {
  const warning = { kind: 'guidance', authority: 'US-STATE', facet: 'overland' };
  const course = forked(mali, { move: [{ ...warning, by: -7 * DAY_MS }] }, CRISIS);

  it('warns on 21 October instead of 28 October, and tells people to leave as early', () => {
    expect(course.edits).toMatchObject([
      {
        does: 'moved',
        eventId: idOf(noticed('ml-038')),
        occurred: { from: '2025-10-21' },
        history: '2025-10-29T00:00:00.000Z',
        fork: '2025-10-22T00:00:00.000Z',
      },
    ]);
    expect(course.firstDifference?.day).toBe('2025-10-21');
    const week = ['2025-10-21', '2025-10-27', null] as const;
    expect(told(course)).toEqual([
      ['US-STATE/ML/action', ...week, 'leave-now'],
      ['US-STATE/ML/airport', ...week, 'open'],
      ['US-STATE/ML/means', ...week, 'commercial-air'],
      ['US-STATE/ML/overland', ...week, 'unsafe'],
      ['US-STATE/ML/services', ...week, 'limited'],
    ]);
  });

  it('moves no score: guidance is none of its inputs', () => {
    expect(course.largestDifference).toBeNull();
    const overland = course.days.map(({ fork: { status } }) => status.combined.overland?.value ?? null);
    expect(overland.slice(0, 3)).toEqual([null, 'unsafe', 'unsafe']);
  });

  it('is the same, moved to the day', () => {
    const again = forked(mali, { move: [{ eventId: idOf(noticed('ml-038')), to: '2025-10-21' }] }, CRISIS);
    expect(again.days).toEqual(course.days);
  });
});

describe('a fork', () => {
  it('leaves what only speaks of an event that is left out without effect, and says so', () => {
    const incident = idOf((event) => event.type === 'IncidentReported' && event.incidentId === 'ml-063');
    const { withoutEffect } = forked(mali, { leaveOut: [{ eventId: incident }] }, periodOf('2025-11-05', '2025-11-12'));
    expect(withoutEffect).toMatchObject([{ type: 'ClaimAdded', stream: 'incident/ml-063', code: 'incident-not-found' }]);
  });

  it('takes the corrections of a fact that is left out along, and lets stand again what a correction replaced', () => {
    const ordered = mali.find(({ id }) => id === idOf(noticed('ml-048')))!.event as Correctable;
    const wrong = { ...ordered, facets: { departure: 'authorized' } } as Correctable;
    const [opened, root] = history([mali[0]!.event, wrong]) as [Recorded, Recorded];
    const mending: DomainEvent = {
      type: 'FactCorrected',
      corrects: root.id,
      replacement: ordered,
      reason: 'misread',
      cause: 'transcription',
    };
    const events = history([opened.event, wrong, mending]);
    const mend = events[2]!;
    const days = periodOf('2025-10-30', '2025-10-31');
    const departure = ({ days: all }: ForkCourse) => all.at(-1)!.fork.status.combined.departure?.value;
    expect(departure(forked(events, {}, days))).toBe('ordered');
    expect(departure(forked(events, { leaveOut: [{ eventId: mend.id }] }, days))).toBe('authorized');
    const without = forked(events, { leaveOut: [{ eventId: root.id }] }, days);
    expect([departure(without), without.withoutEffect.map(({ code }) => code)]).toEqual([undefined, ['event-not-found']]);
    // What no longer stands cannot be made to say otherwise; what stands in its place can.
    const change = (said: Correctable) => ({ ...said, facets: { departure: 'lifted' } }) as Correctable;
    expect(refusal({ change: [{ eventId: root.id, change }] }, events)).toEqual(['change.0', 'eventId', 'fact-superseded']);
    expect(departure(forked(events, { change: [{ eventId: mend.id, change }] }, days))).toBe('lifted');
  });

  it('goes on in a situation that was closed since', () => {
    const closed = history([...mali.map(({ event }) => event), { type: 'SituationClosed', reason: 'over' }]);
    const schools = mali.find(({ id }) => id === idOf(observed('ml-035')))!.event as Extract<DomainEvent, { type: 'ObservationRecorded' }>;
    const command = { ...schools, type: 'RecordObservation', observationId: 'more', subject: 'bamako' } as RecordObservation;
    const course = forked(closed, { add: [{ command, eventId: 'a' }] }, CRISIS);
    expect(told(course)).toEqual([
      ['schools/bamako', '2025-10-27', '2025-11-09', null, 'closed'],
      ['schools/bamako', '2025-11-10', '2025-11-12', null, 'unknown'],
    ]);
  });

  it('answers the same on each clock for what they share', () => {
    for (const clock of ['occurred', 'recorded'] as const) {
      const course = forked(mali, { leaveOut: [{ kind: 'schools', status: 'closed' }] }, { ...CRISIS, clock });
      const apart = course.days.filter(({ differs }) => differs).map(({ day }) => day);
      // All of it was recorded long after.
      expect([apart[0], apart.at(-1)]).toEqual(clock === 'occurred' ? ['2025-10-27', '2025-11-09'] : [undefined, undefined]);
    }
  });
});

describe('what cannot be is refused by edit and field', () => {
  const schools = idOf(observed('ml-035'));
  const noticeOf = (noticeId: string) => {
    const { type: _, ...notice } = mali.find(({ id }) => id === idOf(noticed(noticeId)))!.event as Extract<
      DomainEvent,
      { type: 'AdvisoryChanged' }
    >;
    return notice;
  };
  const adding = (command: RecordNotice | RecordObservation, before?: string) => [{ command, eventId: 'a', ...(before && { before }) }];

  it.each<[string, Partial<Edits>, string[]]>([
    ['no such event', { leaveOut: [{ eventId: 'x' }] }, ['leaveOut.0', 'eventId', 'event-not-found']],
    ['no such event', { change: [{ eventId: 'x', change: (said) => said }] }, ['change.0', 'eventId', 'event-not-found']],
    ['nothing is like that', { leaveOut: [{ kind: 'shools' }] }, ['leaveOut.0', '', 'selects-nothing']],
    [
      'two edits',
      { leaveOut: [{ kind: 'schools' }], move: [{ eventId: schools, by: DAY_MS }] },
      ['move.0', 'eventId', 'event-edited-twice'],
    ],
    ['the opening', { leaveOut: [{ kind: 'situation' }] }, ['leaveOut.0', 'eventId', 'opening-left-out']],
    ['a day by hours', { move: [{ eventId: schools, by: DAY_MS / 2 }] }, ['move.0', 'by', 'coarser-than-move']],
    ['a month by days', { move: [{ eventId: idOf(observed('ml-054')), by: DAY_MS }] }, ['move.0', 'by', 'coarser-than-move']],
    ['no time of its own', { move: [{ eventId: mali[1]!.id, by: DAY_MS }] }, ['move.0', 'eventId', 'not-movable']],
    ['a place that is taken', { move: [{ eventId: idOf(noticed('ml-048')), to: '2025-10-28' }] }, ['move.0', '', 'seq-taken']],
    ['no fact', { change: [{ eventId: mali[1]!.id, change: (said) => said }] }, ['change.0', 'eventId', 'not-correctable']],
    [
      'another thing',
      { change: [{ eventId: schools, change: (said) => ({ ...said, observationId: 'other' }) as Correctable }] },
      ['change.0', 'data', 'identity-differs'],
    ],
    [
      'a rule of the fact',
      { change: [{ eventId: idOf(noticed('ml-048')), change: (said) => ({ ...said, seq: 0 }) as Correctable }] },
      ['change.0', 'data.seq', 'seq-range'],
    ],
    [
      'on record',
      { add: adding({ type: 'RecordNotice', change: true, notice: noticeOf('ml-048') }) },
      ['add.0', 'body', 'already-recorded'],
    ],
    [
      'a rule of what is added',
      { add: adding({ type: 'RecordNotice', change: true, notice: { ...noticeOf('ml-048'), noticeId: 'n' } }) },
      ['add.0', 'body.seq', 'seq-taken'],
    ],
    [
      'before nothing',
      { add: adding({ type: 'RecordNotice', change: true, notice: { ...noticeOf('ml-048'), noticeId: 'n' } }, 'x') },
      ['add.0', 'before', 'event-not-found'],
    ],
  ])('%s', (_, edits, fault) => expect(refusal(edits)).toEqual(fault));
});
