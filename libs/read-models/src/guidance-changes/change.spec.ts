import { describe, expect, it } from '@jest/globals';
import { type Changed, changeOf, type Said } from './change.js';
import type { SectionChange } from './guidance-changes.answer.js';

const nothing: Changed = { facets: {}, sections: [], titles: [] };
const stricter: Changed = { ...nothing, facets: { departure: { before: 'authorized', after: 'ordered' } } };
const restated: Changed = { ...nothing, facets: { departure: { before: 'ordered', after: 'ordered' } } };
const first: Changed = { ...nothing, facets: { airport: { before: null, after: 'closed' } } };
const section = (title: string, over: Partial<SectionChange> = {}): SectionChange => ({
  title,
  change: 'changed',
  aboutSafety: true,
  beyondFormatting: true,
  linesAdded: 1,
  linesRemoved: 1,
  ...over,
});
const rewritten = (...sections: SectionChange[]): Changed => ({
  ...nothing,
  sections,
  titles: ['Safety and security', 'Warnings and insurance', 'Health'],
});

const change = (changed: Changed, over: Partial<Said> = {}) => {
  const said = { firstSight: false, note: null, withoutNote: false, assertedUnderstates: false, ...over };
  const { kind, noteUnderstates, understates } = changeOf(said, changed);
  expect(noteUnderstates).toBe(understates.length > 0);
  return [kind, ...understates.map(({ reason }) => reason)];
};
const silently = { withoutNote: true };

describe('a change of guidance', () => {
  it('is material where a facet differs', () => expect(change(stricter)).toEqual(['material']));
  it('is minor where facets are only stated again', () => expect(change(restated)).toEqual(['minor']));
  it('is silent where nothing tracked differs and nothing was said', () => expect(change(restated, silently)).toEqual(['silent']));
  it('is material where a facet is stated for the first time by a change', () => expect(change(first)).toEqual(['material']));
  it('is material where a section about safety has other words', () =>
    expect(change(rewritten(section('Safety and security')))).toEqual(['material']));
  it.each([{ aboutSafety: false }, { beyondFormatting: false }])('is minor where it has not: %j', (over) =>
    expect(change(rewritten(section('Health', over)))).toEqual(['minor']),
  );
  it('is none at first sight, however much is seen', () => expect(change(first, { ...silently, firstSight: true })).toEqual(['silent']));
});

describe('a note understates', () => {
  const both = rewritten(section('Safety and security'), section('Warnings and insurance'));
  it('where the source reports it', () => expect(change(nothing, { assertedUnderstates: true })).toEqual(['material', 'asserted']));
  it('where there is none', () => {
    expect(change(stricter, silently)).toEqual(['material', 'without-a-word']);
    expect(change(both, silently)).toEqual(['material', 'without-a-word']);
  });
  it('where it calls the change editorial', () => {
    expect(change(stricter, { note: 'Editorial change' })).toEqual(['material', 'called-editorial']);
    expect(change(both, { note: 'Security - minor update' })).toEqual(['material', 'called-editorial']);
    expect(change(stricter, { note: 'Editorial change', assertedUnderstates: true })).toEqual(['material', 'asserted', 'called-editorial']);
  });
  it('where it has no word of a facet that changed', () =>
    expect(change(stricter, { note: 'terrorism risks updated' })).toEqual(['material', 'facets-not-named']));
  it('where it names a section and leaves out another', () => {
    const { understates } = changeOf(
      { firstSight: false, note: "risks of terrorism ('Safety and security' page)", withoutNote: false, assertedUnderstates: false },
      both,
    );
    expect(understates).toEqual([
      {
        reason: 'section-not-named',
        facets: [],
        sections: ['Warnings and insurance'],
        because: 'the note names “Safety and security” and not “Warnings and insurance”, which changed too',
      },
    ]);
  });
});

describe('a note does not understate', () => {
  it.each<[string, Changed, Partial<Said>]>([
    ['where it names one of the facets that changed', stricter, { note: 'Embassy staff ordered to depart' }],
    [
      'where several facets changed, one of which it names',
      { ...stricter, facets: { ...stricter.facets, airport: { before: 'open', after: 'closed' } } },
      { note: 'Embassy staff' },
    ],
    ['where it names every section that changed', rewritten(section('Safety and security')), { note: 'See Safety and Security' }],
    ['where what it leaves out is not about safety', rewritten(section('Health', { aboutSafety: false })), { note: 'Safety and security' }],
    ['where it names no section', rewritten(section('Safety and security')), { note: 'On the attacks' }],
    ['where nobody recorded it', stricter, {}],
    ['where nothing material changed', restated, { note: 'Editorial change' }],
    ['at a first sight that differs from what was stated before', stricter, { ...silently, firstSight: true }],
    ['at first sight', first, { note: 'Editorial change', firstSight: true }],
  ])('%s', (_, changed, said) => expect(change(changed, said)).toHaveLength(1));
});
