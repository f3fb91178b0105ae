import { describe, expect, it } from '@jest/globals';
import { severityAt } from './severity.js';
import { attacked, ms, observed, parameters } from './specify.js';

describe('the score', () => {
  it('without evidence is 0, provisional, with attack pressure alone known', () =>
    expect(severityAt([], parameters, ms('2025-09-01'))).toMatchObject({
      score: 0,
      coverage: 20,
      provisional: true,
      daysSinceLastEvidence: null,
    }));
  it('leaves unknown components out of the quotient', () =>
    expect(
      severityAt([observed({ kind: 'schools', value: { status: 'closed' } }, '2025-11-01')], parameters, ms('2025-11-02')),
    ).toMatchObject({ score: 50, coverage: 40 }));
  it('is no longer provisional from a coverage of 60', () => {
    const inputs = [
      observed({ kind: 'schools', value: { status: 'closed' } }, '2025-11-01'),
      observed({ kind: 'corridor-status', value: { status: 'open' } }, '2025-11-01', 'north'),
    ];
    expect(severityAt(inputs, parameters, ms('2025-11-02'))).toMatchObject({ coverage: 60, provisional: false });
  });
  it('counts whole days from the end of the newest report that it uses', () => {
    const inputs = [
      attacked('attack', '2025-11-01'),
      observed({ kind: 'context', value: { text: 'x' } }, '2025-11-20'),
      attacked('convoy-arrived', '2025-11-07'),
      attacked('attack', '2025-11-22'),
    ];
    expect(severityAt(inputs, parameters, ms('2025-11-10T12:00:00Z')).daysSinceLastEvidence).toBe(8);
  });
  it('names value, age, confidence and evidence of each component', () =>
    expect(
      severityAt(
        [observed({ kind: 'fuel-inflow', value: { tankersPerDay: 8 } }, '2025-11-08', 'country', { confidence: 'medium' })],
        parameters,
        ms('2025-11-10'),
      ).components[0],
    ).toEqual({
      id: 'supply-loss',
      weight: 30,
      value: 0.92,
      points: 55.2,
      asOf: '2025-11-09T00:00:00.000Z',
      ttlDays: 14,
      confidence: 'medium',
      evidence: ['fuel-inflow/country@2025-11-08'],
      inputs: [
        {
          eventId: 'fuel-inflow/country@2025-11-08',
          kind: 'fuel-inflow',
          subject: 'country',
          reported: 8,
          value: 0.92,
          asOf: '2025-11-09T00:00:00.000Z',
          confidence: 'medium',
        },
      ],
    }));
  it('gives a component the weakest confidence among its reports', () => {
    const inputs = (['high', 'low', 'medium'] as const).map((confidence, i) =>
      observed({ kind: 'power', value: { hoursPerDay: 6 } }, '2025-11-01', `town-${i}`, { confidence }),
    );
    expect(severityAt(inputs, parameters, ms('2025-11-02')).components[1]?.confidence).toBe('low');
  });
  it('never tells of a moment after the one asked', () =>
    expect(severityAt([attacked('attack', '2025-11-01')], parameters, ms('2025-11-01T06:00:00Z')).components[4]?.asOf).toBe(
      '2025-11-01T06:00:00.000Z',
    ));
});
