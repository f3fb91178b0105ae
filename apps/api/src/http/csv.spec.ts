import { expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

it('is told row by row, with quotes where they are needed', () =>
  expect(
    csvOf([
      ['a', 'b, c', 'say "no"', 'two\nlines', ' x'],
      [1, true, null, '', 'é'],
    ]),
  ).toBe('a,"b, c","say ""no""","two\nlines"," x"\r\n1,true,,,é\r\n'));

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\n@x'])('makes no formula of a text: %j', (text) =>
  expect(csvOf([[text]])).toMatch(/^"?'/),
);
it('leaves figures and other texts as they are', () =>
  expect(csvOf([[-3.5, '3-1.0', '2025-10-30', "'s"]])).toBe("-3.5,3-1.0,2025-10-30,'s\r\n"));
