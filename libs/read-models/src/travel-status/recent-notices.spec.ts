import { describe, expect, it } from '@jest/globals';
import { type KnownNotice, readRecent } from './recent-notices.js';

const at = (day: number, hour = 0): number => Date.UTC(2025, 9, day, hour);
const notice = (day: number, seq: number, facets: KnownNotice[6], hour = 0, end: number | null = null): KnownNotice => [
  'US-STATE/ML',
  `e${day}.${seq}`,
  `2025-10-${day}`,
  seq,
  at(day, hour),
  end,
  facets,
];
const US = { key: 'US-STATE/ML', authority: 'US-STATE', destination: 'ML', facets: ['departure', 'airport'] } as const;

/** By facet the event that says it, and the facets left open. */
const read = (notices: readonly KnownNotice[], { all = false, validAt = at(31) } = {}) => {
  const [told] = readRecent(notices, [US], { all, validAt });
  const by = Object.entries(told!.facets).map(([facet, { eventId }]) => [facet, eventId]);
  return { ...Object.fromEntries(by), open: told!.open };
};

describe('the last notices', () => {
  it('tell of each facet what was stated last', () =>
    expect(
      read([notice(30, 1, { departure: 'ordered' }), notice(29, 1, { departure: 'none', airport: 'open' }), notice(28, 1, {})]),
    ).toEqual({
      departure: 'e30.1',
      airport: 'e29.1',
      open: [],
    }));
  it('leave open what none of them states, unless there are no others', () => {
    const notices = [notice(30, 1, { departure: 'ordered' }), notice(28, 1, { departure: 'none' })];
    expect(read(notices)).toEqual({ departure: 'e30.1', open: ['airport'] });
    expect(read(notices, { all: true })).toEqual({ departure: 'e30.1', open: [] });
  });
  it('do not tell of the last day, of which there may be more', () =>
    expect(read([notice(30, 2, { departure: 'ordered' }), notice(30, 1, { airport: 'open' })])).toEqual({
      open: ['departure', 'airport'],
    }));
  it('pass over what has not begun', () =>
    expect(
      read([notice(30, 1, { departure: 'ordered' }, 12), notice(29, 1, { departure: 'none' })], { all: true, validAt: at(30, 11) }),
    ).toEqual({
      departure: 'e29.1',
      open: [],
    }));
  it('do not begin before an earlier one of their day', () => {
    const notices = [
      notice(30, 2, { departure: 'ordered' }),
      notice(30, 1, { departure: 'none' }, 21),
      notice(29, 1, { departure: 'lifted' }),
    ];
    expect(read(notices, { all: true, validAt: at(30, 20) })).toMatchObject({ departure: 'e29.1' });
    const [told] = readRecent(notices, [US], { all: true, validAt: at(30, 22) });
    expect(told!.facets.departure).toEqual({ value: 'ordered', eventId: 'e30.2', since: '2025-10-30T21:00:00.000Z', end: null });
  });
  it('tell nothing where two have one place', () =>
    expect(read([notice(30, 1, { departure: 'ordered' }), notice(30, 1, { departure: 'none' }), notice(29, 1, {})], { all: true })).toEqual(
      {
        open: ['departure', 'airport'],
      },
    ));
  it('tell nothing beyond one that does not tell what it states', () =>
    expect(
      read([notice(30, 1, { departure: 'ordered' }), notice(29, 1, {}), notice(28, 1, { airport: 'open' }), notice(27, 1, {})], {
        all: true,
      }),
    ).toEqual({ departure: 'e30.1', open: ['airport'] }));
  it('tell nothing of what nobody published', () => expect(read([], { all: true })).toEqual({ open: [] }));
});
