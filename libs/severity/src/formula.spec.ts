import { describe, expect, it } from '@jest/globals';
import type { ComponentId } from './answer.js';
import type { SeverityInput, SeverityParameters } from './inputs.js';
import { severityAt } from './severity.js';
import { attacked, DAY, ms, observed, parameters } from './specify.js';

const valueOf = (id: ComponentId, inputs: readonly SeverityInput[], at: string | number, method: SeverityParameters = parameters) =>
  severityAt(inputs, method, typeof at === 'number' ? at : ms(at)).components.find((component) => component.id === id)?.value;

describe('supply loss', () => {
  const inflow = (tankersPerDay: number, when: string, to = when, order = 0) =>
    observed({ kind: 'fuel-inflow', value: { tankersPerDay } }, when, 'country', { to, order });
  const loss = (inputs: readonly SeverityInput[], at: string, method?: SeverityParameters) => valueOf('supply-loss', inputs, at, method);

  it('is what the inflow lacks of the baseline', () => expect(loss([inflow(8, '2025-11-08')], '2025-11-10')).toBe(0.92));
  it('is 0 at the baseline and above', () => expect(loss([inflow(130, '2025-11-08')], '2025-11-10')).toBe(0));
  it('is unknown without a baseline', () => expect(loss([inflow(8, '2025-11-08')], '2025-11-10', {})).toBeNull());
  it('is unknown without a report', () => expect(loss([], '2025-11-10')).toBeNull());
  it('acts from the start of its range', () => {
    expect(loss([inflow(8, '2025-11-08', '2025-11-09')], '2025-11-08')).toBe(0.92);
    expect(loss([inflow(8, '2025-11-08', '2025-11-09')], '2025-11-07T23:59:59Z')).toBeNull();
  });
  it('counts for 14 days from the end of its range', () => {
    expect(loss([inflow(8, '2025-11-08', '2025-11-09')], '2025-11-24')).toBe(0.92);
    expect(loss([inflow(8, '2025-11-08', '2025-11-09')], '2025-11-24T00:00:01Z')).toBeNull();
  });
  it('of overlapping ranges takes the one that ended last', () => {
    const inputs = [inflow(20, '2025-11-01', '2025-11-20'), inflow(5, '2025-11-08', '2025-11-09')];
    expect(loss(inputs, '2025-11-09')).toBe(0.8);
    expect(loss(inputs, '2025-11-30')).toBe(0.8);
  });
  it('of the same range takes the later report', () =>
    expect(loss([inflow(20, '2025-11-08', '2025-11-08', 2), { ...inflow(5, '2025-11-08'), order: 1 }], '2025-11-09')).toBe(0.8));
  it('is unknown once a report says unknown', () =>
    expect(
      loss([inflow(8, '2025-11-08'), observed({ kind: 'fuel-inflow', value: { status: 'unknown' } }, '2025-11-09')], '2025-11-09'),
    ).toBeNull());
});

describe('service disruption', () => {
  const disruption = (inputs: readonly SeverityInput[], at = '2025-11-10') => valueOf('service-disruption', inputs, at);
  const schools = (status: 'open' | 'closed' | 'unknown', when = '2025-11-01', subject = 'country') =>
    observed({ kind: 'schools', value: { status } }, when, subject);

  it.each([
    [schools('closed'), 1],
    [schools('open'), 0],
    [observed({ kind: 'rationing', value: { status: 'none' } }, '2025-11-01'), 0],
    [observed({ kind: 'rationing', value: { status: 'partial' } }, '2025-11-01'), 0.5],
    [observed({ kind: 'rationing', value: { status: 'full' } }, '2025-11-01'), 1],
    [observed({ kind: 'fuel-availability', value: { status: 'normal' } }, '2025-11-01'), 0],
    [observed({ kind: 'fuel-availability', value: { status: 'short' } }, '2025-11-01'), 0.5],
    [observed({ kind: 'fuel-availability', value: { status: 'dry' } }, '2025-11-01'), 1],
    [observed({ kind: 'power', value: { hoursPerDay: 6 } }, '2025-11-01'), 0.75],
    [observed({ kind: 'power', value: { hoursPerDay: 24 } }, '2025-11-01'), 0],
  ])('%j is %d', (input, value) => expect(disruption([input])).toBe(value));
  it('is the mean of the known flags', () =>
    expect(disruption([schools('closed'), observed({ kind: 'power', value: { hoursPerDay: 12 } }, '2025-11-02')])).toBe(0.75));
  it('takes several subjects of one kind as one flag, their mean', () =>
    expect(
      disruption([
        observed({ kind: 'fuel-availability', value: { status: 'dry' } }, '2025-11-01', 'town-a'),
        observed({ kind: 'fuel-availability', value: { status: 'normal' } }, '2025-11-01', 'town-b'),
        schools('closed'),
      ]),
    ).toBe(0.75));
  it('leaves unknown flags out', () =>
    expect(disruption([schools('unknown'), observed({ kind: 'rationing', value: { status: 'partial' } }, '2025-11-01')])).toBe(0.5));
  it('holds until superseded', () => expect(disruption([schools('closed'), schools('open', '2025-11-09')])).toBe(0));
  it('holds 30 days at most', () => {
    expect(disruption([schools('closed')], '2025-12-02')).toBe(1);
    expect(disruption([schools('closed')], '2025-12-02T00:00:01Z')).toBeNull();
  });
  it('is unknown after its validTo, never the older value', () => {
    const older = schools('open', '2025-10-25');
    const closed = observed({ kind: 'schools', value: { status: 'closed' } }, '2025-10-27', 'country', { validTo: '2025-11-10' });
    expect(disruption([older, closed], '2025-11-09')).toBe(1);
    expect(disruption([older, closed], '2025-11-10')).toBeNull();
  });
  it('takes the later of two reports of one day by rank', () => {
    const first = observed({ kind: 'schools', value: { status: 'closed' } }, '2025-11-01', 'country', { order: 1, eventId: 'z' });
    const second = observed({ kind: 'schools', value: { status: 'open' } }, '2025-11-01', 'country', { order: 2, eventId: 'a' });
    expect(disruption([second, first])).toBe(0);
  });
});

describe('corridor access', () => {
  const corridor = (status: 'open' | 'escorted' | 'restricted' | 'closed' | 'unknown', subject: string, when = '2025-11-01') =>
    observed({ kind: 'corridor-status', value: { status } }, when, subject);
  const access = (inputs: readonly SeverityInput[], at = '2025-11-10', method?: SeverityParameters) =>
    valueOf('corridor-access', inputs, at, method);

  it('sums share by status', () => expect(access([corridor('closed', 'north'), corridor('open', 'south')])).toBe(0.4));
  it.each(['escorted', 'restricted'] as const)('takes %s as half', (status) =>
    expect(access([corridor('open', 'north'), corridor(status, 'south')])).toBe(0.3),
  );
  it('renormalises over the corridors of known status', () => {
    expect(access([corridor('closed', 'north')])).toBe(1);
    expect(access([corridor('closed', 'north'), corridor('unknown', 'south')])).toBe(1);
  });
  it('passes over a corridor without a share', () => expect(access([corridor('closed', 'west')])).toBeNull());
  it('takes the share of the day', () => {
    const method = {
      corridors: [
        { subject: 'north', shares: [{ share: 0.4 }, { from: '2025-11-05', share: 0.9 }] },
        { subject: 'south', shares: [{ share: 0.6 }] },
      ],
    };
    const inputs = [corridor('closed', 'north'), corridor('open', 'south')];
    expect(access(inputs, '2025-11-04T23:59:59Z', method)).toBe(0.4);
    expect(access(inputs, '2025-11-05', method)).toBe(0.6);
  });
  it('holds 30 days', () => {
    expect(access([corridor('closed', 'north')], '2025-12-02')).toBe(1);
    expect(access([corridor('closed', 'north')], '2025-12-02T00:00:01Z')).toBeNull();
  });
});

describe('exit options', () => {
  const airport = (status: 'open' | 'disrupted' | 'closed' | 'unknown', subject = 'main-airport') =>
    observed({ kind: 'airport-status', value: { status } }, '2025-11-01', subject);
  const carrier = (status: 'operating' | 'suspended', subject = 'main-bus', when = '2025-11-01') =>
    observed({ kind: 'carrier-status', value: { status } }, when, subject);
  const exits = (inputs: readonly SeverityInput[], at = '2025-11-03') => valueOf('exit-options', inputs, at);

  it.each([
    ['an open airport', [airport('open')], 0],
    ['a disrupted airport', [airport('disrupted')], 0.3],
    ['a closed airport', [airport('closed')], 1],
    ['a main carrier suspended', [carrier('suspended')], 0.6],
    ['a main carrier operating', [carrier('operating')], 0],
    ['the greater of both', [airport('disrupted'), carrier('suspended')], 0.6],
    ['the mean of two airports', [airport('closed'), airport('open', 'other-airport')], 0.5],
    ['a cargo carrier: not scored', [carrier('suspended', 'cargo')], null],
    ['an unknown airport', [airport('unknown')], null],
  ])('%s', (_, inputs, value) => expect(exits(inputs)).toBe(value));
  it('holds 7 days', () => {
    expect(exits([airport('closed')], '2025-11-09')).toBe(1);
    expect(exits([airport('closed')], '2025-11-09T00:00:01Z')).toBeNull();
  });
});

describe('attack pressure', () => {
  const at = ms('2025-11-02');
  const pressure = (inputs: readonly SeverityInput[], when: number = at) => valueOf('attack-pressure', inputs, when);
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
      attacked('convoy-arrived', '2025-11-21'),
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
  it('never tells of a moment after the one asked', () =>
    expect(severityAt([attacked('attack', '2025-11-01')], parameters, ms('2025-11-01T06:00:00Z')).components[4]?.asOf).toBe(
      '2025-11-01T06:00:00.000Z',
    ));
});
