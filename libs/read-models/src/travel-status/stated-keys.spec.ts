import { expect, it } from '@jest/globals';
import { advisoriesOf, StatedKeys } from './stated-keys.js';

const keys = [
  'GB-FCDO/ML',
  'GB-FCDO/ML-X',
  'GB-FCDO/ML/level',
  'US-STATE/ML',
  'US-STATE/ML/airport',
  'US-STATE/ML/departure',
  'US-STATE/ML/odd',
];

it('keys are advisories and their facets', () =>
  expect(advisoriesOf(keys)).toEqual([
    { key: 'GB-FCDO/ML', authority: 'GB-FCDO', destination: 'ML', facets: ['level'] },
    { key: 'GB-FCDO/ML-X', authority: 'GB-FCDO', destination: 'ML-X', facets: [] },
    { key: 'US-STATE/ML', authority: 'US-STATE', destination: 'ML', facets: ['airport', 'departure'] },
  ]));

it('what was read at a position holds for it and those before it', () => {
  const stated = new StatedKeys();
  const advisories = advisoriesOf(keys);
  stated.remember('s', 7, advisories);
  expect([6, 7, 8].map((offset) => stated.upTo('s', offset))).toEqual([advisories, advisories, undefined]);
  expect(stated.upTo('t', 7)).toBeUndefined();
});

it('only so many situations are remembered, those asked about last', () => {
  const stated = new StatedKeys();
  stated.remember('first', 1, []);
  for (let n = 0; n < 999; n++) stated.remember(`s${n}`, 1, []);
  stated.upTo('first', 1);
  stated.remember('one more', 1, []);
  expect([stated.upTo('first', 1), stated.upTo('s0', 1), stated.upTo('s1', 1)]).toEqual([[], undefined, []]);
});
