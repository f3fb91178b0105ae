import { expect, it } from '@jest/globals';
import { decisionLagOf, type Notice } from './decision-lag.js';

const period = { from: '2025-10-01T00:00:00.000Z', to: '2025-11-01T00:00:00.000Z' };
const notice = (authority: string, day: string, over: Partial<Notice> = {}): Notice => ({
  authority,
  destination: 'ML',
  eventId: `${authority} ${day}`,
  noticeId: day,
  kind: 'material',
  firstSight: false,
  facets: {},
  validFrom: `${day}T00:00:00.000Z`,
  validTo: null,
  publicFrom: `${day}T00:00:00.000Z`,
  ...over,
});
const attack = {
  trigger: 'incident',
  kind: 'attack',
  id: 'i-1',
  eventId: 'e-1',
  subject: null,
  from: '2025-10-10T00:00:00.000Z',
  to: '2025-10-11T00:00:00.000Z',
  publicFrom: '2025-10-11T00:00:00.000Z',
} as const;

it('counts material changes alone, and no first sight', () => {
  const { triggers, authorities } = decisionLagOf(
    [attack],
    [
      notice('AU-DFAT', '2025-10-11', { kind: 'minor' }),
      notice('GB-FCDO', '2025-10-12', { firstSight: true }),
      notice('US-STATE', '2025-10-13'),
      notice('GB-FCDO', '2025-10-14'),
      notice('US-STATE', '2025-11-02'),
    ],
    period,
  );
  expect(triggers[0]!.reactions.map(({ authority, sinceStartSeconds }) => [authority, sinceStartSeconds])).toEqual([
    ['AU-DFAT', null],
    ['GB-FCDO', 4 * 86_400],
    ['US-STATE', 3 * 86_400],
  ]);
  expect(authorities.map(({ authority, changes }) => [authority, changes])).toEqual([
    ['AU-DFAT', 0],
    ['GB-FCDO', 1],
    ['US-STATE', 1],
  ]);
});

it('tells what was in force also by minor notices and first sights', () => {
  const level = { before: null, after: { native: '4', rank: 4, scheme: 'AU-DFAT' } };
  const { authorities } = decisionLagOf(
    [],
    [notice('AU-DFAT', '2025-10-11', { kind: 'minor', firstSight: true, facets: { level } })],
    period,
  );
  expect(authorities[0]!.timeInForce).toEqual({
    level: [
      { value: null, seconds: 10 * 86_400 },
      { value: level.after, seconds: 21 * 86_400 },
    ],
    departure: [{ value: null, seconds: 31 * 86_400 }],
  });
});

it('tells the reversals of the period', () => {
  const airport = (before: string, after: string) => ({ facets: { airport: { before, after } } });
  const notices = [
    notice('US-STATE', '2025-09-28', airport('unknown', 'open')),
    notice('US-STATE', '2025-09-29', airport('open', 'closed')),
    notice('US-STATE', '2025-09-30', airport('closed', 'open')),
    notice('US-STATE', '2025-10-02', airport('open', 'closed')),
  ];
  expect(decisionLagOf([], notices, period).authorities[0]!.reversals.map(({ eventId, to }) => [eventId, to])).toEqual([
    ['US-STATE 2025-10-02', 'closed'],
  ]);
});

it('says what its figures mean', () => expect(Object.keys(decisionLagOf([], [], period).definitions)).toContain('sinceStartSeconds'));
