import { describe, expect, it } from '@jest/globals';
import { bandsFold } from './band.js';
import { severity } from './severity.js';
import { attacked, ms, observed, parameters } from './specify.js';

describe('bands of twenty points', () => {
  it.each([
    [0, 'very-low'],
    [19.9999, 'very-low'],
    [20, 'low'],
    [40, 'medium'],
    [60, 'high'],
    [80, 'very-high'],
    [100, 'very-high'],
  ] as const)('%d on the first day is %s', (score, band) => expect(bandsFold([score])).toEqual([band]));

  it('go up from two points above the border', () => expect(bandsFold([10, 21.9999, 22])).toEqual(['very-low', 'very-low', 'low']));
  it('go down below two points under it', () => expect(bandsFold([30, 18, 17.9999])).toEqual(['low', 'low', 'very-low']));
  it('cross each border that was passed by two points', () =>
    expect(bandsFold([10, 41, 79, 100, 0])).toEqual(['very-low', 'low', 'high', 'very-high', 'very-low']));
  it('stay on a day without a score, and begin with the first', () =>
    expect(bandsFold([null, 21, null, 19, null])).toEqual([null, 'low', 'low', 'low', 'low']));
});

describe('the band at a moment', () => {
  const supply = (tankersPerDay: number, when: string) => observed({ kind: 'fuel-inflow', value: { tankersPerDay } }, when);
  const bandAt = (inputs: Parameters<typeof severity>[0], at: string) => severity(inputs, parameters, ms(at)).band;
  // Points are 60 of the loss, since supply loss weighs 30 of the 50 known.
  const rising = [supply(68, '2025-11-01'), supply(65, '2025-11-02'), supply(63, '2025-11-03')];

  it('is very-low before any evidence', () => expect(bandAt([], '2025-11-01')).toBe('very-low'));
  it('is the plain one until the first midnight', () => expect(bandAt([supply(66, '2025-11-01')], '2025-11-01')).toBe('low'));
  it('keeps what the first day took, within two points of a border too', () =>
    expect(bandAt([supply(66, '2025-11-01')], '2025-11-02')).toBe('low'));
  it('is held by the day before', () => {
    expect(bandAt(rising, '2025-11-01')).toBe('very-low');
    expect(bandAt(rising, '2025-11-02')).toBe('very-low');
    expect(bandAt(rising, '2025-11-03')).toBe('low');
  });
  it('between midnights follows the last midnight', () => expect(bandAt(rising, '2025-11-02T18:00:00Z')).toBe('very-low'));

  const declared = observed({ kind: 'blockade-status', value: { status: 'declared' } }, '2025-09-03', 'blockade', { confidence: 'low' });
  const blockade = (status: 'escalated' | 'eased' | 'lifted', subject = 'blockade') =>
    observed({ kind: 'blockade-status', value: { status } }, '2025-12-01', subject);

  it('is at least low while a blockade is declared and not lifted, however long ago', () =>
    expect(severity([declared], parameters, ms('2026-08-30'))).toMatchObject({
      score: 0,
      band: 'low',
      blockadeDeclaredBy: ['blockade-status/blockade@2025-09-03'],
      daysSinceLastEvidence: 360,
    }));
  it.each([
    ['lifted', 'blockade', 'very-low'],
    ['lifted', 'another', 'low'],
    ['eased', 'blockade', 'low'],
    ['escalated', 'blockade', 'low'],
  ] as const)('after %s of %s is %s', (status, subject, band) =>
    expect(bandAt([declared, blockade(status, subject)], '2026-08-30')).toBe(band),
  );
  it('is not held up by the floor: that applies after the fold', () =>
    expect(bandAt([declared, { ...blockade('lifted') }, supply(66, '2025-12-01')], '2025-12-02')).toBe('very-low'));
  it('is held up by a declaration until its validTo', () => {
    const bounded = observed({ kind: 'blockade-status', value: { status: 'declared' } }, '2025-09-03', 'blockade', {
      validTo: '2026-08-01',
    });
    expect(bandAt([bounded], '2026-07-31T23:59:59Z')).toBe('low');
    expect(bandAt([bounded], '2026-08-01')).toBe('very-low');
  });
  it('is not lowered by the floor', () =>
    expect(
      bandAt(
        [declared, ...Array.from({ length: 30 }, (_, i) => attacked('attack', '2025-09-04', 100, { eventId: `a${i}` }))],
        '2025-09-05',
      ),
    ).toBe('very-high'));
});
