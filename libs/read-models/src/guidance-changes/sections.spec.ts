import { describe, expect, it } from '@jest/globals';
import { isAboutSafety, sectionChanges, sectionDiffs, type Sections } from './sections.js';

const changes = (before: Sections, after: Sections, note: string | null = null) =>
  sectionChanges({ sections: before, note: null }, { sections: after, note });

describe('the sections that differ', () => {
  it('were added, removed or changed', () =>
    expect(
      changes({ Health: 'a', Security: 'stay\n\nand wait', Same: 'x' }, { Security: 'leave\nand wait', Same: 'x', Warnings: 'b' }),
    ).toEqual([
      { title: 'Security', change: 'changed', aboutSafety: true, beyondFormatting: true, linesAdded: 1, linesRemoved: 1 },
      { title: 'Warnings', change: 'added', aboutSafety: true, beyondFormatting: true, linesAdded: 1, linesRemoved: 0 },
      { title: 'Health', change: 'removed', aboutSafety: false, beyondFormatting: true, linesAdded: 0, linesRemoved: 1 },
    ]));
  it('may differ in form alone', () =>
    expect(changes({ Security: 'Leave\n:   1 May 2026' }, { Security: '**leave**\n:   2 May 2026\nOn fuel' }, 'On fuel')).toEqual([
      { title: 'Security', change: 'changed', aboutSafety: true, beyondFormatting: false, linesAdded: 3, linesRemoved: 2 },
    ]));
  it('are none where only blank lines differ', () => expect(changes({ Security: 'a\nb' }, { Security: 'a  \n\nb\n' })).toEqual([]));
  it('may be called as an object’s own properties are', () =>
    expect(changes({ constructor: 'a' }, { toString: 'b' }).map(({ title, change }) => [title, change])).toEqual([
      ['toString', 'added'],
      ['constructor', 'removed'],
    ]));
});

it('are compared in bounded time: past it the lines are told without their words', () => {
  let seed = 1;
  const drawn = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const line = () => Array.from({ length: 400 }, () => drawn(40).toString(36)).join(' ');
  const sections = () =>
    Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`s${index}`, Array.from({ length: 99 }, line).join('\n')]));
  const before = sections();
  const nearly = (title: string) => ({ [title]: `${before[title]} another ending` });
  const after = { ...sections(), ...nearly('s0'), ...nearly('s10') };
  const start = performance.now();
  const diffs = sectionDiffs({ sections: before, note: null }, { sections: after, note: null });
  expect(performance.now() - start).toBeLessThan(5_000);
  const told = diffs.map(({ linesAdded, hunks }) => [
    linesAdded,
    hunks.some(({ lines }) => lines.some(({ words }) => words !== undefined)),
  ]);
  expect(told).toEqual([[1, true], ...Array.from({ length: 9 }, () => [99, false]), [1, false]]);
});

it.each([
  ['Safety and security', true],
  ['warnings-and-insurance', true],
  ['Advisory', true],
  ['Sécurité', true],
  ['Sicherheit und Kriminalität', true],
  ['Latest update', true],
  ['Health', false],
  ['Entry requirements', false],
  ['Local Laws & Special Circumstances', false],
])('“%s” is about safety: %s', (title, about) => expect(isAboutSafety(title)).toBe(about));
