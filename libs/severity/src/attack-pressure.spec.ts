import { describe, expect, it } from '@jest/globals';
import type { SeverityInput } from './inputs.js';
import { severityAt } from './severity.js';
import { attacked, DAY, ms, observed, parameters } from './specify.js';

describe('attack pressure', () => {
  const at = ms('2025-11-02');
  const pressure = (inputs: readonly SeverityInput[], when: number = at) => severityAt(inputs, parameters, when).components[4]?.value;
  const of = (sum: number): number => Math.round((1 - Math.exp(-sum / 4)) * 1e6) / 1e6;

  it('is known and 0 without evidence', () => expect(pressure([])).toBe(0));
  it.each([
    ['coordinated-attack', 1.2],
    ['convoy-attacked', 1],
    ['attack', 0.5],
    ['abduction', 0.4],
    ['bus-burned', 0.4],
    ['kidnapping', 0.3],
    ['convoy-arrived', 0],
    ['release', 0],
    ['military-operation', 0],
    ['other', 0],
  ] as const)('weighs %s %d', (kind, weight) => expect(pressure([attacked(kind, '2025-11-01')])).toBe(of(weight)));
  it.each([
    ['declared', 0.8],
    ['escalated', 0.5],
    ['eased', 0],
    ['lifted', 0],
  ] as const)('weighs a blockade %s %d', (status, weight) =>
    expect(pressure([observed({ kind: 'blockade-status', value: { status } }, '2025-11-01')])).toBe(of(weight)),
  );
  it('counts tankers on a logarithm', () => expect(pressure([attacked('convoy-attacked', '2025-11-01', 30)])).toBe(of(3)));
  it.each([
    ['medium', 0.7],
    ['low', 0.4],
  ] as const)('weighs %s confidence %d', (confidence, c) =>
    expect(pressure([attacked('convoy-attacked', '2025-11-01', 0, { confidence })])).toBe(of(c)),
  );
  it('halves in 14 days from the end of its range', () =>
    expect(pressure([attacked('convoy-attacked', '2025-11-01')], at + 14 * DAY)).toBe(of(0.5)));
  it('acts from the start of its range, at full weight to its end', () =>
    expect(pressure([attacked('convoy-attacked', '2025-10-25', 0, { to: '2025-11-10' })])).toBe(of(1)));
  it('leaves out the future', () => expect(pressure([attacked('convoy-attacked', '2025-11-02T00:00:01Z')])).toBe(0));
  it('counts nothing beyond 180 days', () => {
    expect(pressure([attacked('convoy-attacked', '2025-11-01', 500)], at + 180 * DAY)).toBeGreaterThan(0);
    expect(pressure([attacked('convoy-attacked', '2025-11-01', 500)], at + 180 * DAY + 1)).toBe(0);
  });
  it('adds up', () =>
    expect(pressure([attacked('attack', '2025-11-01', 0, { eventId: 'a' }), attacked('attack', '2025-11-01', 0, { eventId: 'b' })])).toBe(
      of(1),
    ));
});
