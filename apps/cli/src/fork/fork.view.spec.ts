import { describe, expect, it } from '@jest/globals';
import { forked, periodOf } from '../../../../libs/read-models/src/fork/fork.example.js';
import { chronicleLines, MALI } from '../../../../test/support/chronicle.js';
import { decided } from '../../../../test/support/decided.js';
import { history } from '../../../../test/support/recorded.js';
import { widthOf } from '../terminal/wrap.js';
import type { ForkAnswer } from './fork.answer.js';
import { forkView } from './fork.view.js';

const mali = history(decided(MALI, chronicleLines()));
const DAY = 86_400_000;
const answerOf = (edits: Parameters<typeof forked>[1], from = '2025-10-20', to = '2025-11-12'): ForkAnswer => ({
  situation: MALI,
  exercise: true,
  clock: 'published',
  from,
  to,
  position: '3-125',
  ...forked(mali, edits, periodOf(from, to)),
  disclaimer: 'No basis for travel decisions.',
});
const closures = answerOf({ leaveOut: [{ kind: 'schools', status: 'closed' }] });
const warning = answerOf({ move: [{ kind: 'guidance', authority: 'US-STATE', facet: 'overland', by: -7 * DAY }] });
const show = (answer: ForkAnswer, width = 80) => forkView(answer, { width, colours: false });

describe('a fork on the screen', () => {
  it('says that it is an exercise, first and last, and what was edited', () => {
    const lines = show(closures).split('\n');
    expect(lines[0]).toBe('EXERCISE: a fork of mali-2025, 2025-10-20 to 2025-11-12');
    expect(lines.at(-1)).toBe('This is an exercise and not the record. No basis for travel decisions.');
    expect(show(closures)).toMatch(/^left out {2}schools: Schools and universities closed; {11}2025-10-27 → never$/m);
  });

  it('tells the first and the largest difference, and each by its days', () => {
    const text = show(closures).replaceAll('\n', ' ');
    expect(text).toContain('First difference: 2025-10-27, schools of country; severity 52.8 medium → 42.8 medium.');
    expect(text).toContain(
      'Largest difference of the score: −10.0 on 2025-10-27, 52.8 medium → 42.8 medium (service-disruption 30.0 → 20.0).',
    );
    expect(text).toMatch(/schools of country +closed → not recorded +2025-10-27 to 2025-11-09/);
  });

  it('shows both courses day by day, a line a day', () => {
    expect(show(closures)).toMatch(/^2025-10-27 {2}████░░░ {2}52\.8 medium {2}███░░░░ {2}42\.8 medium {2}−10\.0 {2}=$/m);
    expect(show(closures)).toMatch(/^2025-11-10 {2}█████░░ {2}70\.8 high {4}█████░░ {2}70\.8 high {8}= {2}=$/m);
  });

  it('tells the guidance that is otherwise once, and that it stays so', () => {
    const text = show(warning, 120);
    expect(text).toMatch(/^2025-10-21 .* action leave-now, airport open, overland +unsafe$|^2025-10-21 .*action leave-now, airport open/m);
    expect(text.match(/as the day before$/gm)).toHaveLength(6);
    expect(text).toContain('The score is the same on every day.');
  });

  it('names what is without effect, and why', () => {
    const incident = mali.find(({ event }) => event.type === 'IncidentReported' && event.incidentId === 'ml-063')!;
    const text = show(answerOf({ leaveOut: [{ eventId: incident.id }] }, '2025-11-05', '2025-11-12'), 120);
    expect(text).toContain('  claim: The abducted woman was killed (there is no incident ml-063: report it first)');
    expect(text).toMatch(/incident ml-063, claim ml-063-killed +recorded → not recorded +2025-11-08 to 2025-11-12/);
  });

  it('says of a fork without edits that it is history', () => {
    const text = show(answerOf({}));
    expect(text).toContain('Nothing: the fork is history.');
    expect(text).toContain('The courses do not differ at the end of any day.');
  });

  it.each([60, 80, 120, 200])('fits %d columns', (width) => {
    for (const answer of [closures, warning]) {
      for (const line of show(answer, width).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(Math.max(width, 66));
    }
  });
});
