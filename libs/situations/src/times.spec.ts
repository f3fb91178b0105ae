import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Grade, Occurred, Precision } from './fact.js';
import { boundMs, confidenceOf, dayOf, instantMs, iso, knownToPublicMs, occurredRange, publishedMs, rangeOf } from './times.js';

const range = (text: string, precision: Precision, zone?: string) => {
  const found = rangeOf(text, precision, zone);
  return found && [iso(found.start), iso(found.end)];
};

describe('a range', () => {
  it.each<[string, Precision, string, string]>([
    ['2025-10-30', 'day', '2025-10-30T00:00:00.000Z', '2025-10-31T00:00:00.000Z'],
    ['2024-02-29', 'day', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2025-12-31', 'day', '2025-12-31T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['2024-02', 'month', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2025-12', 'month', '2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['2025', 'year', '2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  ])('%s is a %s', (text, precision, start, end) => expect(range(text, precision)).toEqual([start, end]));

  it.each<Precision>(['instant', 'minute', 'hour'])('of a known %s is a point, with its own offset', (precision) =>
    expect(range('2025-10-30T21:01:05+01:00', precision, '+05:00')).toEqual(['2025-10-30T20:01:05.000Z', '2025-10-30T20:01:05.000Z']),
  );
  it('is that of its zone', () => {
    expect(range('2025-10-30', 'day', '+05:30')).toEqual(['2025-10-29T18:30:00.000Z', '2025-10-30T18:30:00.000Z']);
    expect(range('2025-10', 'month', '-04:00')).toEqual(['2025-10-01T04:00:00.000Z', '2025-11-01T04:00:00.000Z']);
    expect(range('2025', 'year', 'Z')).toEqual(range('2025', 'year'));
  });
  it.each<[string, Precision, string]>([
    ['2025-02-30', 'day', 'Z'],
    ['2025-02-29', 'day', 'Z'],
    ['1900-02-29', 'day', 'Z'],
    ['2025-04-31', 'day', 'Z'],
    ['2025-13-01', 'day', 'Z'],
    ['2025-00-10', 'day', 'Z'],
    ['2025-10-00', 'day', 'Z'],
    ['2025-10', 'day', 'Z'],
    ['2025-1', 'month', 'Z'],
    ['2025-10-30', 'month', 'Z'],
    ['0050', 'year', 'Z'],
    ['9999', 'year', 'Z'],
    ['2025-10-30', 'instant', 'Z'],
    ['2025-10-30', 'day', '+1:00'],
    ['2025-10-30', 'day', '+24:00'],
    ['2025-10-30', 'day', 'Europe/Paris'],
  ])('is none for %s as a %s in zone %s', (text, precision, zone) => expect(rangeOf(text, precision, zone)).toBeUndefined());
});

describe('an instant', () => {
  it.each([
    '2025-10-30T10:00:00',
    '2025-10-30T10:00Z',
    '2025-02-30T10:00:00Z',
    '2025-10-30T24:00:00Z',
    '2025-10-30T10:60:00Z',
    '2025-10-30T10:00:00+99:00',
    '2025-10-30 10:00:00Z',
    ' 2025-10-30T10:00:00Z',
    'yesterday',
  ])('is not %j', (text) => expect(instantMs(text)).toBeUndefined());
  it('is read to the millisecond', () => expect(instantMs('2025-10-30T10:00:00.123456Z')).toBe(Date.UTC(2025, 9, 30, 10, 0, 0, 123)));
});

describe('what occurred', () => {
  it('lasts to the end of its last day', () => {
    const { start, end } = occurredRange({ from: '2025-09-08', to: '2025-09-14', precision: 'day' });
    expect([iso(start), iso(end)]).toEqual(['2025-09-08T00:00:00.000Z', '2025-09-15T00:00:00.000Z']);
  });
  it('is refused where malformed', () => expect(() => occurredRange({ from: '2025-02-30', precision: 'day' })).toThrow(RangeError));
  it('ends when it begins or later, and begins on its own day, for every time', () =>
    fc.assert(
      fc.property(occurred, (time) => {
        const { start, end } = occurredRange(time);
        expect(end).toBeGreaterThanOrEqual(start);
        const day = rangeOf(dayOf(time), 'day', time.zone);
        expect(day && day.start <= start && start < day.end).toBe(true);
      }),
      { numRuns: 2_000 },
    ));
});

describe('the day of what occurred', () => {
  it.each<[string, Occurred]>([
    ['2025-10-30', { from: '2025-10-30', precision: 'day', zone: '+05:00' }],
    ['2025-10-01', { from: '2025-10', precision: 'month', zone: '+05:00' }],
    ['2025-10-31', { from: '2025-10-30T22:00:00-04:00', precision: 'minute' }],
    ['2025-10-30', { from: '2025-10-30T22:00:00-04:00', precision: 'minute', zone: '-04:00' }],
  ])('is %s for %j', (day, time) => expect(dayOf(time)).toBe(day));
});

describe('what was published', () => {
  it('on a day is known at its end', () =>
    expect(iso(publishedMs({ at: '2025-10-30', precision: 'day', basis: 'assumed' }))).toBe('2025-10-31T00:00:00.000Z'));
  it('is known at `notAfter` where that is earlier', () => {
    const notAfter = '2025-10-30T21:01:05Z';
    expect(iso(publishedMs({ at: '2025-10-30', precision: 'day', basis: 'assumed', notAfter }))).toBe('2025-10-30T21:01:05.000Z');
    expect(iso(publishedMs({ at: '2025-10-29', precision: 'day', basis: 'stated', notAfter }))).toBe('2025-10-30T00:00:00.000Z');
  });
  it('counts from when it was seen, else recorded, where no source says', () => {
    const recordedAt = '2025-11-02T00:00:00.000Z';
    const observedAt = '2025-11-01T00:00:00Z';
    const publishedAt = { at: '2025-10-30T10:00:00Z', precision: 'instant', basis: 'stated' } as const;
    expect(iso(knownToPublicMs({ publishedAt, observedAt }, recordedAt))).toBe('2025-10-30T10:00:00.000Z');
    expect(iso(knownToPublicMs({ observedAt }, recordedAt))).toBe('2025-11-01T00:00:00.000Z');
    expect(iso(knownToPublicMs({}, recordedAt))).toBe(recordedAt);
  });
});

describe('a bound', () => {
  it('takes in its whole day', () => {
    expect(iso(boundMs('2025-11-09', 'start') ?? NaN)).toBe('2025-11-09T00:00:00.000Z');
    expect(iso(boundMs('2025-11-09', 'end') ?? NaN)).toBe('2025-11-10T00:00:00.000Z');
    expect(iso(boundMs('2025-11-09', 'end', '-04:00') ?? NaN)).toBe('2025-11-10T04:00:00.000Z');
  });
  it('is an instant to the moment', () => expect(boundMs('2025-11-09T12:00:00Z', 'end')).toBe(Date.UTC(2025, 10, 9, 12)));
  it('is nothing else', () => expect(boundMs('2025-11', 'end')).toBeUndefined());
});

describe('confidence', () => {
  it.each<[Grade, string]>([
    ['A1', 'high'],
    ['B2', 'high'],
    ['A3', 'medium'],
    ['C1', 'medium'],
    ['D1', 'low'],
    ['A5', 'low'],
    ['F6', 'low'],
  ])('of grade %s is %s', (grade, confidence) => expect(confidenceOf({ source: { grade } })).toBe(confidence));
  it('is as stated, whatever the grade', () => expect(confidenceOf({ confidence: 'low', source: { grade: 'A1' } })).toBe('low'));
  it('is medium where nothing is known', () => expect(confidenceOf({ source: {} })).toBe('medium'));
});

const LENGTHS = { instant: 24, minute: 24, hour: 24, day: 10, month: 7, year: 4 } satisfies Record<Precision, number>;
const occurred: fc.Arbitrary<Occurred> = fc
  .record(
    {
      from: fc.date({ min: new Date('0100-01-02T00:00:00Z'), max: new Date('9998-12-30T00:00:00Z'), noInvalidDate: true }),
      precision: fc.constantFrom(...(Object.keys(LENGTHS) as Precision[])),
      zone: fc.constantFrom('Z', '+01:00', '-04:00', '+05:30', '-00:45', '+14:00'),
    },
    { requiredKeys: ['from', 'precision'] },
  )
  .map(({ from, precision, ...zone }) => ({ from: from.toISOString().slice(0, LENGTHS[precision]), precision, ...zone }));
