import { expect, it } from '@jest/globals';
import { daysBetween, moment, occurrence, publication, since, span } from './dates.js';

it('tells a moment in UTC, with seconds only where there are any', () => {
  expect(moment('2025-10-30T22:01:05+01:00')).toBe('2025-10-30 21:01:05 UTC');
  expect(moment('2025-10-29T12:00:00.000Z')).toBe('2025-10-29 12:00 UTC');
});
it('tells no midnight of what may be known to the day only', () => {
  expect(since('2025-10-28T00:00:00.000Z')).toBe('2025-10-28');
  expect(since('2025-10-30T21:01:00.000Z')).toBe('2025-10-30 21:01 UTC');
});
it('is as exact as what is known', () => {
  expect(occurrence({ from: '2025-11', precision: 'month' })).toBe('2025-11');
  expect(occurrence({ from: '2025-11-08', to: '2025-11-09', precision: 'day' })).toBe('2025-11-08 to 2025-11-09');
  expect(occurrence({ from: '2025-10-14T10:49:00+01:00', precision: 'minute' })).toBe('2025-10-14 09:49 UTC');
});
it('says where a publication is assumed, or not recorded', () => {
  expect(publication({ at: '2025-11-18', precision: 'day', basis: 'assumed' })).toBe('2025-11-18 (assumed)');
  expect(publication(null)).toBe('not recorded');
});
it('tells spans in two units', () => {
  expect([0, 40, 3600, 3_720, 90_000].map(span)).toEqual(['0 s', '40 s', '1 h', '1 h 2 min', '1 d 1 h']);
  expect(daysBetween('2026-07-10T13:24:11.000Z', '2026-11-22T21:42:00.000Z')).toBe(135);
});
