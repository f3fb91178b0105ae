import { describe, expect, it } from '@jest/globals';
import { callsItEditorial, facetsNamed, sectionsNamed } from './note.js';

const TITLES = ['Safety and security', 'Warnings and insurance', 'Health'];

describe('a note', () => {
  it.each([
    ['New information (See ‘UK government support’ on the ‘Warnings and insurance’ page).', ['Warnings and insurance']],
    ["('Warnings and insurance' and 'Safety and security' pages)", ['Safety and security', 'Warnings and insurance']],
    ['Removal of information (‘Warning and insurance’ page)', ['Warnings and insurance']],
    ['New information on attacks on 25th April in multiple locations in Mali', []],
  ])('names sections: %s', (note, sections) => expect(sectionsNamed(note, TITLES)).toEqual(sections));
  it('names no section without a title', () => expect(sectionsNamed('On fuel', ['', '—'])).toEqual([]));

  it.each([
    ['Non-essential British Embassy staff have been temporarily withdrawn', ['departure']],
    ['FCDO now advises against all travel', ['level']],
    ['Leave by commercial flight', ['action', 'airport']],
    ['terrorism risks updated', []],
  ] as const)('names facets: %s', (note, facets) => expect(facetsNamed(note, ['level', 'departure', 'action', 'airport'])).toEqual(facets));

  it.each([
    ['Editorial change', true],
    ['Health - editorial change', true],
    ['Minor updates throughout', true],
    ['A minor was abducted', false],
    ['Terrorism', false],
  ])('calls the change editorial: %s, %s', (note, editorial) => expect(callsItEditorial(note)).toBe(editorial));
});
