import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { IncidentBody } from '../commands/incident.dto.js';
import { ObservationBody } from '../commands/observation.dto.js';
import { CLAIM, INCIDENT } from '../commands/examples.js';
import { faultsOf } from './validation.js';

const withFields = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, 1]));

describe('a body that nobody sends in good faith', () => {
  it.each([
    ['an object of 100,000 fields', ObservationBody, withFields(100_000), ''],
    ['one within', IncidentBody, { ...INCIDENT, claims: [CLAIM, withFields(100_000)] }, 'claims.1'],
  ])('is refused at once, with one fault: %s', (_, type, body, field) => {
    const began = performance.now();
    const faults = faultsOf(type, body);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(faults).toEqual([{ field, code: 'unknown-field', message: 'has more than 1000 fields' }]);
  });

  it('is told its first 100 faults', () => {
    const faults = faultsOf(ObservationBody, withFields(1_000));
    expect(faults.length).toBe(100);
    expect(faults.at(-1)).toEqual({ field: 'f99', code: 'unknown-field', message: 'is not known' });
  });
});
