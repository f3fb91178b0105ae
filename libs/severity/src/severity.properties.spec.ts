import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COMPONENT_IDS, type ComponentId } from './answer.js';
import { ticksOf } from './apportionment.js';
import { bandsFold } from './band.js';
import { severityHistory } from './history.js';
import type { SeverityInput } from './inputs.js';
import { severity, severityAt } from './severity.js';
import { attacked, DAY, inputSets, moments, parameterSets } from './specify.js';

const RUNS = { numRuns: 500 };
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const componentOf = (input: SeverityInput): ComponentId | undefined => {
  if (input.type === 'incident') return 'attack-pressure';
  switch (input.kind) {
    case 'fuel-inflow':
      return 'supply-loss';
    case 'corridor-status':
      return 'corridor-access';
    case 'airport-status':
    case 'carrier-status':
      return 'exit-options';
    case 'blockade-status':
      return 'attack-pressure';
    case 'schools':
    case 'rationing':
    case 'fuel-availability':
    case 'power':
      return 'service-disruption';
    case 'fuel-price':
    case 'curfew':
    case 'context':
      return undefined;
  }
};

describe('for any inputs', () => {
  it('components add up to the score and contributions to their component, in whole ten-thousandths', () =>
    fc.assert(
      fc.property(inputSets(), parameterSets, moments, (inputs, method, at) => {
        const { score, components, contributions } = severityAt(inputs, method, at);
        expect(sum(components.map(({ points }) => ticksOf(points)))).toBe(ticksOf(score));
        for (const { id, points } of components) {
          const shared = contributions.filter(({ component }) => component === id);
          expect(sum(shared.map((contribution) => ticksOf(contribution.points)))).toBe(ticksOf(points));
        }
        for (const points of [score, ...components.map((component) => component.points)]) expect(ticksOf(points) / 1e4).toBe(points);
      }),
      RUNS,
    ));

  it('the score is within 0 and 100, unknown components add nothing and coverage is the weight of the known', () =>
    fc.assert(
      fc.property(inputSets(), parameterSets, moments, (inputs, method, at) => {
        const { score, components, coverage, provisional } = severityAt(inputs, method, at);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(components.map(({ id }) => id)).toEqual([...COMPONENT_IDS]);
        expect(sum(components.filter(({ value }) => value !== null).map(({ weight }) => weight))).toBe(coverage);
        expect(provisional).toBe(coverage < 60);
        for (const { value, points, evidence } of components) {
          expect(points).toBeGreaterThanOrEqual(0);
          if (value === null) expect([points, evidence]).toEqual([0, []]);
        }
      }),
      RUNS,
    ));

  it('the order in which inputs come changes nothing', () =>
    fc.assert(
      fc.property(
        inputSets().chain((inputs) => fc.tuple(fc.constant(inputs), fc.shuffledSubarray([...inputs], { minLength: inputs.length }))),
        parameterSets,
        moments,
        ([inputs, shuffled], method, at) => {
          expect(JSON.stringify(severity(shuffled, method, at))).toBe(JSON.stringify(severity(inputs, method, at)));
        },
      ),
      RUNS,
    ));

  it('one more report moves the value of no component but its own', () =>
    fc.assert(
      fc.property(inputSets(), inputSets(1), parameterSets, moments, (inputs, more, method, at) => {
        const added = more.map((one) => ({ ...one, eventId: 'new', fact: 'new', order: inputs.length }));
        const own = added.map(componentOf);
        const valuesOf = (all: readonly SeverityInput[]) =>
          severityAt(all, method, at)
            .components.filter(({ id }) => !own.includes(id))
            .map(({ id, value }) => ({ id, value }));
        expect(valuesOf([...inputs, ...added])).toEqual(valuesOf(inputs));
      }),
      RUNS,
    ));

  it('one more attack never lowers the score', () =>
    fc.assert(
      fc.property(inputSets(), parameterSets, moments, fc.nat(200), fc.nat(100), (inputs, method, at, age, tankers) => {
        const day = new Date(Math.floor(at / DAY) * DAY - age * DAY).toISOString().slice(0, 10);
        const more = [...inputs, attacked('convoy-attacked', day, tankers, { eventId: 'new' })];
        expect(severityAt(more, method, at).score).toBeGreaterThanOrEqual(severityAt(inputs, method, at).score);
      }),
      RUNS,
    ));
});

describe('for any curve', () => {
  it('each point is the answer asked alone', () =>
    fc.assert(
      fc.property(inputSets(), parameterSets, moments, fc.constantFrom(DAY, 6 * 3_600_000, 9 * DAY + 1), (inputs, method, from, step) => {
        const points = severityHistory(inputs, method, { from, to: from + 12 * step, step });
        expect(points).toHaveLength(13);
        points.forEach((point, index) => {
          const { validAt, score, band, coverage, provisional, components } = severity(inputs, method, from + index * step);
          const alone = {
            validAt,
            score,
            band,
            coverage,
            provisional,
            components: components.map(({ id, value, points }) => ({ id, value, points })),
          };
          expect(point).toEqual(alone);
        });
      }),
      { numRuns: 500 },
    ));

  it('bands are the fold over the midnights since the first evidence, whoever asked before', () =>
    fc.assert(
      fc.property(inputSets(), parameterSets, moments, (inputs, method, at) => {
        // No declaration, no floor: what is left is the fold itself.
        const known = inputs.filter((input) => input.kind !== 'blockade-status');
        const last = Math.ceil(at / DAY) * DAY - DAY;
        const first = last - 700 * DAY;
        const past = severityHistory(known, method, { from: first, to: last, step: DAY });
        const isBefore = (day: number) => severityAt(known, method, first + day * DAY).daysSinceLastEvidence === null;
        let [begun, end] = [0, past.length];
        while (begun < end) {
          const middle = (begun + end) >> 1;
          if (isBefore(middle)) begun = middle + 1;
          else end = middle;
        }
        const scores = past.slice(begun).map(({ score }) => score);
        const { score, band } = severity(known, method, at);
        expect(band).toBe(bandsFold([...scores, score]).at(-1));
      }),
      { numRuns: 200 },
    ));

  it('refuses a step that does not advance', () =>
    expect(() => severityHistory([], {}, { from: 0, to: DAY, step: 0 })).toThrow(RangeError));
});
