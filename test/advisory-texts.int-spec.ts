import { beforeAll, describe, expect, it } from '@jest/globals';
import { type GuidanceChangeInFull, guidanceChange, guidanceChanges } from '../libs/read-models/src/index.js';
import { haveTexts, ukLines, ukVersions, usLines, usVersions, wholePages } from './support/advisory-texts.js';
import { decided } from './support/decided.js';
import { asPublished, asRecorded, readModels } from './support/read-models.js';
import { history, idAt, record } from './support/recorded.js';

const S = 'mali-2025';
const OPENED = JSON.stringify({ id: 'mali', type: 'situation', body: { title: 'Mali', destinations: ['ML'] } });

const linesOf = (text = '') =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

/** How often more each line stands in the one than in the other. */
const surplus = (more: readonly string[], less: readonly string[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const line of more) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of less) counts.set(line, (counts.get(line) ?? 0) - 1);
  return Object.fromEntries([...counts].filter(([, count]) => count !== 0));
};

(haveTexts ? describe : describe.skip)('the texts of real advisories', () => {
  const db = readModels();
  const now = asRecorded('2026-08-01T00:00:00Z');
  const changes: Record<string, GuidanceChangeInFull[]> = {};
  beforeAll(async () => {
    await record(db.pool, history(decided(S, [OPENED, ...ukLines(), ...usLines()])));
    for (const authority of ['GB-FCDO', 'US-STATE']) {
      const { items } = await guidanceChanges(db.pool, S, now, { limit: 500, authority });
      changes[authority] = await Promise.all(items.map(async ({ eventId }) => (await guidanceChange(db.pool, S, now, eventId))!));
    }
  });

  it.each([
    ['GB-FCDO', ukVersions, 19],
    ['US-STATE', usVersions, 4],
  ])('of %s give the lines that differ, section by section', (authority, versions, count) => {
    const pages = wholePages(versions());
    const found = changes[authority]!;
    expect(found.map(({ text }) => text === null)).toEqual(Array.from({ length: count }, () => false));
    found.forEach(({ text }, index) => {
      const [before, after] = [index === 0 ? pages[0]! : pages[index - 1]!, pages[index]!];
      const changed = Object.keys(after).filter((title) => linesOf(before[title]).join('\n') !== linesOf(after[title]).join('\n'));
      expect(text!.sections.map(({ title }) => title).toSorted()).toEqual(changed.toSorted());
      for (const { title, change, linesAdded, linesRemoved, hunks } of text!.sections) {
        const of = (op: string) => hunks.flatMap(({ lines }) => lines.filter((line) => line.op === op).map((line) => line.text));
        expect(surplus(of('+'), of('-'))).toEqual(surplus(linesOf(after[title]), linesOf(before[title])));
        expect([linesAdded, linesRemoved, change]).toEqual([of('+').length, of('-').length, 'changed']);
      }
    });
  });

  it('show that the note of 8 January 2026 tells of terrorism while the line on withdrawn staff is gone', () => {
    const [january] = changes['GB-FCDO']!.filter(({ validFrom }) => validFrom.startsWith('2026-01-08'));
    expect(january).toMatchObject({
      kind: 'material',
      noteUnderstates: true,
      note: "Updated with information about risks of terrorism ('Safety and security' page).",
      understates: [{ reason: 'section-not-named', sections: ['Warnings and insurance'] }],
    });
    const lines = january!.text!.sections.flatMap(({ title, hunks }) =>
      hunks.flatMap(({ lines }) => lines.map((line) => ({ title, ...line }))),
    );
    const gone = lines.find(({ op, text }) => op === '-' && text.includes('staff have been temporarily withdrawn'))!;
    expect(gone.title).toBe('Warnings and insurance');
    expect(gone.words!.filter(({ op }) => op === '-').map(({ text }) => text.trim())).toEqual([
      'Non-essential British Embassy staff have been temporarily withdrawn from Bamako.',
    ]);
  });

  it('tell which notes left out a section about safety, and which changes were of form or of other pages', () => {
    const told = (authority: string) =>
      changes[authority]!.map(({ validFrom, kind, understates }) => [
        validFrom.slice(0, 10),
        kind,
        ...understates.map(({ reason, sections }) => `${reason}: ${sections.join(', ')}`),
      ]);
    const [material, minor] = [(day: string) => [day, 'material'], (day: string) => [day, 'minor']];
    expect(told('GB-FCDO')).toEqual([
      minor('2025-01-27'),
      material('2025-06-20'),
      material('2025-08-04'),
      material('2025-08-19'),
      material('2025-09-12'),
      material('2025-10-14'),
      material('2025-10-24'),
      [...material('2025-10-30'), 'section-not-named: Safety and security'],
      material('2025-11-13'),
      minor('2025-12-11'),
      [...material('2026-01-08'), 'section-not-named: Warnings and insurance'],
      material('2026-03-19'),
      material('2026-04-13'),
      material('2026-04-25'),
      material('2026-04-26'),
      material('2026-04-30'),
      material('2026-05-02'),
      [...material('2026-06-10'), 'section-not-named: Warnings and insurance'],
      material('2026-07-10'),
    ]);
    expect(told('US-STATE')).toEqual([
      ['2023-07-31', 'silent'],
      ['2025-04-09', 'silent'],
      ['2025-04-10', 'silent'],
      ['2025-06-13', 'silent'],
    ]);
  });

  it('compare only what was known', async () => {
    const { items } = await guidanceChanges(db.pool, S, asPublished('2025-10-31T00:00:00Z'), { limit: 500, authority: 'GB-FCDO' });
    expect(items.map(({ eventId }) => eventId)).toEqual(changes['GB-FCDO']!.slice(0, 8).map(({ eventId }) => eventId));
    const second = await guidanceChange(db.pool, S, asRecorded('2026-08-01T00:00:00Z', 3), idAt(3));
    expect(second!.text!.comparedWith).toEqual({ eventId: idAt(2), noticeId: 'uk-text-0' });
  });

  it('keep the day of a page that bears no offset, as it is written', () =>
    expect(changes['US-STATE']![0]).toMatchObject({
      firstSight: true,
      facets: { level: { before: null, after: { native: '4', rank: 4 } } },
      occurred: { from: '2023-07-31', precision: 'day', original: '2023-07-31T00:00:00' },
      publishedAt: { at: '2023-07-31', precision: 'day', basis: 'stated', original: '2023-07-31T00:00:00' },
    }));
});
