import { expect, it } from '@jest/globals';
import type { Look } from './diff.answer.js';
import { standingOf } from './looked.js';

const FROM = '2025-10-28T00:00:00.000Z';
const look = (at: string, by: Look['by'] = 'check'): Look => ({ at, by, eventId: 'e' });

it('stands where somebody looked after the earlier moment', () =>
  expect(standingOf(FROM, [look('2025-10-20T00:00:00.000Z', 'notice'), look('2025-10-28T00:00:00.001Z')])).toEqual({
    standing: 'still-in-force',
    lastLooked: '2025-10-28T00:00:00.001Z',
    lookedBy: 'check',
  }));
it('may have changed unseen where the last look was before, or at that very moment', () =>
  expect(standingOf(FROM, [look(FROM), look('2025-10-20T00:00:00.000Z', 'notice')])).toEqual({
    standing: 'nobody-looked',
    lastLooked: FROM,
    lookedBy: 'check',
  }));
it('may have changed unseen where nobody ever looked', () =>
  expect(standingOf(FROM, [])).toEqual({ standing: 'nobody-looked', lastLooked: null, lookedBy: null }));
