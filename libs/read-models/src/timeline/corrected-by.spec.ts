import { expect, it } from '@jest/globals';
import { correctedBy, type Mending } from './corrected-by.js';

const correction = (eventId: string, corrects: string): Mending => ({ eventId, corrects, retracts: null });
const retraction = (eventId: string, retracts: string): Mending => ({ eventId, corrects: null, retracts });
const by = (...mendings: Mending[]) => Object.fromEntries(correctedBy(mendings));

it('names the correction, and that of the correction', () =>
  expect(by(correction('b', 'a'), correction('c', 'b'))).toEqual({ a: 'b', b: 'c' }));
it('names the retraction', () => expect(by(retraction('r', 'a'))).toEqual({ a: 'r' }));
it('leaves out what was undone', () => expect(by(correction('b', 'a'), retraction('r', 'b'))).toEqual({ b: 'r' }));
it('knows that an undoing was undone', () =>
  expect(by(correction('b', 'a'), retraction('r', 'b'), retraction('q', 'r'))).toEqual({ a: 'b', r: 'q' }));
it('names the correction made after another was undone', () =>
  expect(by(correction('b', 'a'), retraction('r', 'b'), correction('c', 'a'))).toEqual({ a: 'c', b: 'r' }));
