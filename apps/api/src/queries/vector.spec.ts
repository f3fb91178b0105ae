import { describe, expect, it } from '@jest/globals';
import { Problem } from '../http/problems.js';
import { vectorOf } from './vector.js';

const at = (partition: number, offset: number) => ({ partition, offset });
const [own, sources] = [at(4, 123), at(2, 17)];

const refused = (text: string) => {
  try {
    return vectorOf(text, own, sources);
  } catch (error) {
    const [fault] = (error as Problem).errors;
    return `${fault?.field} ${fault?.code}`;
  }
};

describe('the positions of an answer on a situation and the sources', () => {
  it('are as far as both were read', () => expect(vectorOf(undefined, own, sources)).toEqual({ position: own, sourcesPosition: sources }));
  it('are those named', () => expect(vectorOf('2-16,4-100', own, sources)).toEqual({ position: at(4, 100), sourcesPosition: at(2, 16) }));
  it('may be of the situation alone: then the sources count as far as they were read', () =>
    expect(vectorOf('4-100', own, sources)).toEqual({ position: at(4, 100), sourcesPosition: sources }));
  it('are one where both are in one partition: as far as the slower model has read', () => {
    const both = { position: at(4, 120), sourcesPosition: at(4, 120) };
    expect(vectorOf(undefined, own, at(4, 120))).toEqual(both);
    expect(vectorOf('4-120', own, at(4, 120))).toEqual(both);
    expect(() => vectorOf('4-121', own, at(4, 120))).toThrow(Problem);
  });
  it.each([
    ['', 'position position-malformed'],
    ['4', 'position position-malformed'],
    ['4-1,4-2', 'position position-malformed'],
    ['4-1;2-1', 'position position-malformed'],
    ['2-17', 'position position-of-another-partition'],
    ['4-1,3-1', 'position position-of-another-partition'],
    ['4-124', 'position position-beyond-model'],
    ['4-123,2-18', 'position position-beyond-model'],
  ])('%j is refused', (text, fault) => expect(refused(text)).toBe(fault));
});
