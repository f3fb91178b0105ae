import { describe, expect, it } from '@jest/globals';
import type { Screen } from './screen.js';
import { table } from './table.js';
import { clean, paragraph, widthOf, wrap } from './wrap.js';

const screen: Screen = { width: 40, colours: false };

describe('wrapping', () => {
  it('breaks at spaces and after hyphens between letters', () =>
    expect(wrap('staff-withdrawn since then', 8)).toEqual(['staff-', 'withdraw', 'n since', 'then']));
  it('keeps dates, positions and ids whole', () => expect(wrap('on 2025-10-28 at 3-125', 12)).toEqual(['on', '2025-10-28', 'at 3-125']));
  it('breaks a word that is wider than the line', () => expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']));
  it('answers one empty line to no text', () => expect(wrap('', 10)).toEqual(['']));
  it('counts what a terminal shows', () => expect([widthOf('⚠ Kayès'), widthOf('e\u0301'), widthOf('油')]).toEqual([7, 1, 2]));
  it('takes the sting out of what sources wrote', () => expect(clean('a\u001B[31mb\nc\u202Ed')).toBe('a [31mb c d'));
  it('indents every line', () => expect(paragraph('one two', { width: 6, colours: false }, { indent: 2 })).toBe('  one\n  two'));
});

describe('a table', () => {
  const rows = [
    ['A', 'a rather long text that does not fit on the line'],
    ['B', ['value', { text: '2025-10-28', style: 'dim' as const }]],
  ];
  const columns = [{ title: 'Name' }, { title: 'What' }];

  it('fits the screen and ends no line in spaces', () => {
    const lines = table(columns, rows, screen).split('\n');
    expect(lines).toEqual([
      'Name  What',
      '────  ──────────────────────────────────',
      'A     a rather long text that does not',
      '      fit on the line',
      'B     value',
      '      2025-10-28',
    ]);
  });
  it('has colours only where they are wanted', () => {
    expect(table(columns, rows, screen)).not.toContain('\u001B');
    expect(table(columns, rows, { width: 40, colours: true })).toContain('\u001B[2m2025-10-28\u001B[22m');
  });
  it('aligns numbers to the right', () =>
    expect(table([{ title: 'Points', align: 'right' }], [['1.5']], screen)).toBe('Points\n──────\n   1.5'));
});
