import { expect, it } from '@jest/globals';
import * as examples from './audit.examples.js';
import { guidanceChangesCsv } from './guidance-changes.csv.js';

/** Rows of cells, none of which holds a line break. */
const table = (text: string): Record<string, string>[] => {
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
  const [head, ...rows] = text.trimEnd().split('\r\n').map(cells);
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [head![index]!, cell])));
};

const { GUIDANCE_CHANGES: answer } = examples;
const [change] = answer.items;

it('has a row for each facet and section, each with the whole of its notice and the coordinates', () => {
  const rows = table(guidanceChangesCsv(answer));
  expect(rows.map(({ part, name, before, after, linesRemoved }) => [part, name, before, after, linesRemoved])).toEqual([
    ['facet', 'departure', 'staff-withdrawn', 'unknown', ''],
    ['section', 'Warnings and insurance', '', '', '1'],
  ]);
  for (const row of rows) {
    expect(row).toMatchObject({
      authority: 'GB-FCDO',
      noteUnderstates: 'true',
      note: "Updated with information about risks of terrorism ('Safety and security' page).",
      eventId: change!.eventId,
      eventPosition: '3-41.0',
      position: '3-124',
      clock: 'published',
      model: 'guidance_changes 1; audit audit-1',
    });
  }
});

it('has a row for a notice that changed neither', () => {
  const rows = table(guidanceChangesCsv({ ...answer, items: [{ ...change!, facets: {}, text: null, note: '=1+1' }] }));
  expect(rows).toMatchObject([{ part: '', name: '', note: "'=1+1" }]);
});

it('has its head alone where there is none', () => expect(table(guidanceChangesCsv({ ...answer, items: [] }))).toEqual([]));
it('tells levels and areas in one cell', () => {
  const facets = {
    level: { before: null, after: { native: '4', rank: 4, scheme: 'US-STATE' } },
    scope: { before: 'parts', after: ['Kayes', 'Gao'] },
  };
  const rows = table(guidanceChangesCsv({ ...answer, items: [{ ...change!, facets, text: null }] }));
  expect(rows.map(({ before, after }) => [before, after])).toEqual([
    ['', '4'],
    ['parts', 'Kayes; Gao'],
  ]);
});
