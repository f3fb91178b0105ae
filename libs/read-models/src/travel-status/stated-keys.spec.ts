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

it('what was read at a position holds for it and those before it, in the same table', () => {
  const stated = new StatedKeys();
  const advisories = advisoriesOf(keys);
  stated.remember('s', 1, 7, advisories);
  expect([6, 7, 8].map((offset) => stated.upTo('s', 1, offset))).toEqual([advisories, advisories, undefined]);
  expect([stated.upTo('t', 1, 7), stated.upTo('s', 2, 7)]).toEqual([undefined, undefined]);
});

it('only so many situations are remembered, those asked about last', () => {
  const stated = new StatedKeys();
  stated.remember('first', 1, 1, []);
  for (let n = 0; n < 999; n++) stated.remember(`s${n}`, 1, 1, []);
  stated.upTo('first', 1, 1);
  stated.remember('one more', 1, 1, []);
  expect(['first', 's0', 's1'].map((subject) => stated.upTo(subject, 1, 1))).toEqual([[], undefined, []]);
});
