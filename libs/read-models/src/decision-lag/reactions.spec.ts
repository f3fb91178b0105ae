import { describe, expect, it } from '@jest/globals';
import type { Move, Trigger } from './decision-lag.answer.js';
import { lagByKind } from './lag-by-kind.js';
import { lagOf } from './reactions.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const midnight = (day: string) => `${day}T00:00:00.000Z`;

const trigger = (over: Partial<Trigger> = {}): Trigger => ({
  trigger: 'incident',
  kind: 'attack',
  id: 'i-1',
  eventId: 'e-1',
  subject: null,
  from: midnight('2025-10-20'),
  to: midnight('2025-10-21'),
  publicFrom: midnight('2025-10-21'),
  ...over,
});
const move = (authority: string, validFrom: string, publicFrom = validFrom): Move => ({
  authority,
  destination: 'ML',
  eventId: `e-${authority}-${validFrom}`,
  noticeId: `n-${validFrom}`,
  validFrom,
  publicFrom,
});
const advisory = (authority: string, ...moves: Move[]) => ({ advisory: { authority, destination: 'ML' }, moves });

const one = (...moves: Move[]) => lagOf(trigger(), [advisory('US-STATE', ...moves)]).reactions[0]!;

describe('the reaction to a trigger', () => {
  it('is the next change that begins later', () =>
    expect(
      one(
        move('US-STATE', midnight('2025-10-19')),
        move('US-STATE', midnight('2025-10-24'), midnight('2025-10-25')),
        move('US-STATE', midnight('2025-10-30')),
      ),
    ).toEqual({
      authority: 'US-STATE',
      destination: 'ML',
      change: {
        eventId: `e-US-STATE-${midnight('2025-10-24')}`,
        noticeId: `n-${midnight('2025-10-24')}`,
        validFrom: midnight('2025-10-24'),
        publicFrom: midnight('2025-10-25'),
      },
      sinceStartSeconds: 4 * DAY,
      sincePublicSeconds: 4 * DAY,
      orderCertain: true,
      sameStart: [],
    }));
  it('is none yet, and not 0, without a later change', () =>
    expect(one(move('US-STATE', midnight('2025-10-19')))).toMatchObject({
      change: null,
      sinceStartSeconds: null,
      sincePublicSeconds: null,
      orderCertain: null,
    }));
  it('is no change that begins when it begins: which was first is not known', () =>
    expect(one(move('US-STATE', midnight('2025-10-20')), move('US-STATE', midnight('2025-10-21')))).toMatchObject({
      sinceStartSeconds: DAY,
      orderCertain: true,
      sameStart: [`e-US-STATE-${midnight('2025-10-20')}`],
    }));
  it('may have come first where the trigger is known to the day only', () =>
    expect(one(move('US-STATE', '2025-10-20T21:00:00.000Z'))).toMatchObject({ sinceStartSeconds: 21 * HOUR, orderCertain: false }));
  it('was public before the trigger was, where that is negative', () =>
    expect(one(move('US-STATE', '2025-10-20T21:00:00.000Z')).sincePublicSeconds).toBe(-3 * HOUR));
});

describe('first and last movers', () => {
  it('are those with the shortest and the longest delay, together where they share it', () => {
    const [early, late] = [midnight('2025-10-24'), midnight('2025-10-30')];
    const lag = lagOf(trigger(), [
      advisory('AU-DFAT'),
      advisory('DE-AA', move('DE-AA', late)),
      advisory('FR-MEAE', move('FR-MEAE', early)),
      advisory('GB-FCDO', move('GB-FCDO', midnight('2025-10-27'))),
      advisory('US-STATE', move('US-STATE', early)),
    ]);
    expect([lag.firstMovers, lag.lastMovers, lag.noneYet]).toEqual([['FR-MEAE', 'US-STATE'], ['DE-AA'], ['AU-DFAT']]);
  });
  it('are none where nobody moved', () =>
    expect(lagOf(trigger(), [advisory('AU-DFAT')])).toMatchObject({ firstMovers: [], lastMovers: [] }));
});

describe('the delays to one kind of trigger', () => {
  const lagAfter = (days: number | null, over: Partial<Trigger> = {}) => {
    const moves = days === null ? [] : [move('US-STATE', new Date(Date.parse(midnight('2025-10-20')) + days * DAY * 1000).toISOString())];
    return lagOf(trigger(over), [advisory('US-STATE', ...moves), advisory('AU-DFAT')]);
  };
  const lags = [
    lagAfter(7),
    lagAfter(null),
    lagAfter(1, { trigger: 'observation', kind: 'schools' }),
    lagAfter(2),
    lagAfter(30),
    lagAfter(5),
  ];
  it('are told by the shortest, the lower middle and the longest', () =>
    expect(lagByKind({ authority: 'US-STATE', destination: 'ML' }, lags)).toEqual([
      {
        trigger: 'incident',
        kind: 'attack',
        triggers: 5,
        answered: 4,
        shortestSeconds: 2 * DAY,
        medianSeconds: 5 * DAY,
        longestSeconds: 30 * DAY,
      },
      { trigger: 'observation', kind: 'schools', triggers: 1, answered: 1, shortestSeconds: DAY, medianSeconds: DAY, longestSeconds: DAY },
    ]));
  it('are none where none was answered', () =>
    expect(lagByKind({ authority: 'AU-DFAT', destination: 'ML' }, lags)[0]).toMatchObject({
      triggers: 5,
      answered: 0,
      shortestSeconds: null,
      medianSeconds: null,
      longestSeconds: null,
    }));
});
