import { describe, expect, it } from '@jest/globals';
import type { ComponentId } from './answer.js';
import type { SeverityInput, SeverityParameters } from './inputs.js';
import { reportsOf } from './reports.js';
import { serviceDisruption } from './service-disruption.js';
import { severityAt } from './severity.js';
import { ms, observed, parameters } from './specify.js';

const valueOf = (id: ComponentId, inputs: readonly SeverityInput[], at: string, method: SeverityParameters = parameters) =>
  severityAt(inputs, method, ms(at)).components.find((component) => component.id === id)?.value;

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
  it('is the same to the last bit in whatever order the subjects come', () => {
    const towns = Array.from({ length: 9 }, (_, i) =>
      observed({ kind: 'power', value: { hoursPerDay: i + 0.1 } }, '2025-11-01', `town-${i}`),
    );
    const bits = (inputs: readonly SeverityInput[]) => serviceDisruption(reportsOf(inputs)).valueAt(ms('2025-11-10'));
    for (let i = 1; i < towns.length; i += 1) expect(bits([...towns.slice(i), ...towns.slice(0, i)])).toBe(bits(towns));
  });
  it('takes the later of two reports of one day by rank', () => {
    const first = observed({ kind: 'schools', value: { status: 'closed' } }, '2025-11-01', 'country', { order: 1, eventId: 'z' });
    const second = observed({ kind: 'schools', value: { status: 'open' } }, '2025-11-01', 'country', { order: 2, eventId: 'a' });
    expect(disruption([second, first])).toBe(0);
    expect(disruption([first, second])).toBe(0);
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
