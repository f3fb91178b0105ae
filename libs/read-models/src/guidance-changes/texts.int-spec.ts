import { describe, expect, it } from '@jest/globals';
import type { AdvisoryChanged, DomainEvent } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import { guidanceChange, guidanceChanges } from './guidance-changes.queries.js';

const S = 'mali-2025';
const notice = (noticeId: string, day: string, more: Partial<AdvisoryChanged> = {}): AdvisoryChanged => ({
  type: 'AdvisoryChanged',
  noticeId,
  authority: 'GB-FCDO',
  destination: 'ML',
  seq: 1,
  facets: {},
  note: 'On security',
  occurred: { from: day, precision: 'day' },
  publishedAt: { at: day, precision: 'day', basis: 'stated' },
  source: { id: 'fcdo', title: 'FCDO travel advice' },
  ...more,
});
const content = (sections: Record<string, string>) => ({ content: { hash: JSON.stringify(sections), sections } });

const stay = { Security: 'Stay in.\nStaff have been withdrawn.', Health: 'Boil water.' };
const gone = { Security: 'Stay in.', Health: 'Boil water.' };
const replacement = notice('third', '2025-11-03', content({ Security: 'Leave now.', Health: 'Boil water.' }));
const events = history([
  notice('first', '2025-11-01', content(stay)),
  notice('of-others', '2025-11-02', { ...content({ Security: 'Wait.' }), authority: 'CA-GAC' }),
  notice('without-text', '2025-11-02'),
  notice('third', '2025-11-03', content(gone)),
  notice('the-same', '2025-11-04', content(gone)),
  { type: 'FactCorrected', corrects: idAt(4), replacement, reason: 'misread', cause: 'transcription' },
  { type: 'FactRetracted', retracts: idAt(6), reason: 'it was right', cause: 'transcription' },
] satisfies DomainEvent[]).map((event) => ({ ...event, stream: event.stream === 'situation' ? 'advisory/GB-FCDO/ML' : event.stream }));
const db = readModels(events);

const at = (offset: number) => asRecorded('2026-01-01T00:00:00Z', offset);
const text = async (eventId: string, offset: number) => (await guidanceChange(db.pool, S, at(offset), eventId))?.text;

describe('the text of a notice', () => {
  it('is compared with the last one that its authority gave', async () => {
    const { items } = await guidanceChanges(db.pool, S, at(5), { limit: 500, authority: 'GB-FCDO' });
    expect(items.map(({ noticeId, kind, text }) => [noticeId, kind, text?.comparedWith?.noticeId, text?.sections])).toEqual([
      ['first', 'minor', undefined, []],
      ['without-text', 'minor', undefined, undefined],
      [
        'third',
        'material',
        'first',
        [{ title: 'Security', change: 'changed', aboutSafety: true, beyondFormatting: true, linesAdded: 0, linesRemoved: 1 }],
      ],
      ['the-same', 'minor', 'third', []],
    ]);
  });

  it('is told line by line of one change', async () => {
    expect((await text(idAt(4), 5))!.sections[0]!.hunks).toEqual([
      {
        before: 1,
        after: 1,
        lines: [
          { op: ' ', text: 'Stay in.' },
          { op: '-', text: 'Staff have been withdrawn.' },
        ],
      },
    ]);
    expect(await guidanceChange(db.pool, S, at(5), idAt(99))).toBeUndefined();
    expect(await guidanceChange(db.pool, S, at(3), idAt(4))).toBeUndefined();
    expect(await guidanceChange(db.pool, S, asPublished('2025-11-03T12:00:00Z'), idAt(4))).toBeUndefined();
  });

  it('is that of the correction, and its own again once that is undone', async () => {
    const added = async (eventId: string, offset: number) =>
      (await text(eventId, offset))?.sections.flatMap(({ hunks }) =>
        hunks.flatMap(({ lines }) => lines.filter(({ op }) => op !== ' ').map(({ op, text }) => `${op} ${text}`)),
      );
    expect(await added(idAt(6), 6)).toEqual(['- Stay in.', '- Staff have been withdrawn.', '+ Leave now.']);
    expect(await added(idAt(4), 6)).toBeUndefined();
    expect(await added(idAt(5), 6)).toEqual(['- Leave now.', '+ Stay in.']);
    expect(await added(idAt(4), 7)).toEqual(['- Staff have been withdrawn.']);
    expect(await added(idAt(5), 7)).toEqual([]);
  });
});
