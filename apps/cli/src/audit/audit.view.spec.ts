import { expect, it } from '@jest/globals';
import { guidanceChange } from '../answers.example.js';
import { asked } from '../asked.example.js';
import { auditView } from './audit.view.js';

const screen = { width: 80, colours: false };
const view = (over = {}, next: string | null = null) => auditView({ ...asked, items: [guidanceChange(over)], next }, screen);

it('tells before and after, note, the four times and the position', () =>
  expect(view().split('\n').slice(4)).toEqual([
    '2025-11-18  CA-GAC for ML  material change',
    '  ⚠ the note tells less than what changed',
    '  because    the note calls it editorial, but it changed level, action',
    '  changed    level: level 2, rank 2 of 4 → Avoid all travel, rank 4 of 4',
    '             action: not recorded → leave-now',
    '  text       no text is recorded',
    '  note       “Editorial change”',
    '  in short   Security section rewritten: leave by commercial flight, avoid',
    '             overland travel outside Bamako',
    '  occurred   2025-11-18',
    '  published  2025-11-18 (assumed)',
    '  observed   not recorded',
    '  recorded   2026-07-12 09:00:01 UTC, 235 d 9 h after publication',
    '  source     Canada travel advice, Mali (high confidence)',
    '  record     position 3-91.0, notice ml-071',
    '             event c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11',
    '',
    '1 notice, 1 of them with a note that tells less than what changed.',
  ]));

it('says what is not known of a notice', () => {
  const text = view({ note: null, summary: null, publishedAt: null, delaySeconds: null, facets: {}, noteUnderstates: false });
  expect(text).not.toContain('⚠');
  expect(text).toMatch(/changed +no facet\n +text +no text is recorded\n +note +none recorded\n +in short +not recorded\n/);
  expect(text).toMatch(/published +not recorded\n/);
});
it('tells what was only repeated', () =>
  expect(view({ facets: { means: { before: 'commercial-air', after: 'commercial-air' } } })).toContain('means: commercial-air, as before'));
it('tells a first sight from a change', () => expect(view({ firstSight: true })).toContain('CA-GAC for ML  first sight, not a change'));
it('says that there are more', () => expect(view({}, 'cursor')).toContain('There are more: --limit'));
it('says that there is none', () =>
  expect(auditView({ ...asked, items: [], next: null }, screen)).toContain('None is recorded that answers the question.'));

it('tells sections that differ, and where there is nothing to compare', () => {
  const section = { title: 'Security', change: 'changed', aboutSafety: true, beyondFormatting: true, linesAdded: 1, linesRemoved: 2 };
  const text = { contentHash: 'a', comparedWith: { eventId: 'e', noticeId: 'n' }, sections: [section] };
  const line = (over: object) => /text +(.*)/.exec(view({ text: { ...text, ...over } }))![1];
  expect(line({})).toBe('Security: 1 line added, 2 removed (about safety)');
  expect(line({ sections: [{ ...section, change: 'removed', linesAdded: 0, aboutSafety: false, beyondFormatting: false }] })).toBe(
    'Security: removed, 0 lines added, 2 removed (in form alone)',
  );
  expect(line({ sections: [] })).toBe('the same as before');
  expect(line({ comparedWith: null, sections: [] })).toBe('nothing to compare with: no earlier text is recorded');
});
