import { describe, expect, it } from '@jest/globals';
import type { AdvisoryChanged } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import { guidanceChanges } from './guidance-changes.queries.js';

const S = 'mali-2025';
const source = { id: 'gac', title: 'Canada travel advice' };
const notice = (noticeId: string, from: string, more: Partial<AdvisoryChanged>): AdvisoryChanged => ({
  type: 'AdvisoryChanged',
  noticeId,
  authority: 'CA-GAC',
  destination: 'ML',
  seq: 1,
  facets: {},
  occurred: { from, precision: from.length > 10 ? 'minute' : 'day' },
  publishedAt: { at: from, precision: from.length > 10 ? 'minute' : 'day', basis: 'stated' },
  source,
  ...more,
});

const { type: _type, ...seen } = notice('seen', '2025-09-01', { facets: { action: 'consider-leaving' } });
const events = history([
  { type: 'AdvisoryObserved', ...seen },
  notice('limited', '2025-10-01', { facets: { airport: 'disrupted' }, validTo: '2025-10-05', note: 'airport works' }),
  notice('rewritten', '2025-11-18', {
    facets: { action: 'leave-now', airport: 'open' },
    note: 'Editorial change',
    understatedAccordingTo: 'press',
  }),
  notice('silent', '2025-11-20', { note: null }),
  // Of one day: the second, known to the day only, does not start before the first.
  notice('first', '2025-11-25T16:00:00Z', { facets: { overland: 'avoid' }, authority: 'US-STATE' }),
  notice('second', '2025-11-25', { facets: { overland: 'unsafe' }, authority: 'US-STATE', seq: 2, note: null }),
]);
const db = readModels(events);
const all = { limit: 500 };
const ids = ({ items }: { items: { noticeId: string }[] }) => items.map(({ noticeId }) => noticeId);

describe('the changes of guidance', () => {
  it('tell before and after, the four times and the position', async () => {
    const { items } = await guidanceChanges(db.pool, S, asRecorded('2026-01-01T00:00:00Z', 6), { ...all, authority: 'CA-GAC' });
    expect(items[2]).toEqual({
      eventId: idAt(3),
      noticeId: 'rewritten',
      authority: 'CA-GAC',
      destination: 'ML',
      seq: 1,
      firstSight: false,
      kind: 'material',
      noteUnderstates: true,
      understates: [
        { reason: 'asserted', facets: [], sections: [], because: expect.any(String) },
        {
          reason: 'called-editorial',
          facets: ['action', 'airport'],
          sections: [],
          because: 'the note calls it editorial, but it changed action, airport',
        },
      ],
      note: 'Editorial change',
      summary: null,
      facets: { action: { before: 'consider-leaving', after: 'leave-now' }, airport: { before: 'unknown', after: 'open' } },
      text: null,
      occurred: { from: '2025-11-18', precision: 'day' },
      validFrom: '2025-11-18T00:00:00.000Z',
      validTo: null,
      publishedAt: { at: '2025-11-18', precision: 'day', basis: 'stated' },
      observedAt: null,
      publicFrom: '2025-11-19T00:00:00.000Z',
      recordedAt: '2026-05-01T00:00:02.000Z',
      delaySeconds: (Date.parse('2026-05-01T00:00:02Z') - Date.parse('2025-11-19T00:00:00Z')) / 1000,
      position: '0-3.0',
      stream: 'advisory/CA-GAC/ML',
      version: 3,
      source,
      confidence: 'medium',
    });
    expect(items.map(({ kind, firstSight, noteUnderstates }) => [kind, firstSight, noteUnderstates])).toEqual([
      ['minor', true, false],
      ['material', false, false],
      ['material', false, true],
      ['silent', false, false],
    ]);
  });

  it('come in the order in which they took effect', async () => {
    const { items } = await guidanceChanges(db.pool, S, asRecorded('2026-01-01T00:00:00Z', 6), all);
    expect(ids({ items })).toEqual(['seen', 'limited', 'rewritten', 'silent', 'first', 'second']);
    expect(items.at(-1)).toMatchObject({
      validFrom: '2025-11-25T16:00:00.000Z',
      facets: { overland: { before: 'avoid', after: 'unsafe' } },
      noteUnderstates: true,
    });
  });

  it('are only those known and in effect', async () => {
    expect(ids(await guidanceChanges(db.pool, S, asPublished('2025-11-18T12:00:00Z'), all))).toEqual(['seen', 'limited']);
    expect(ids(await guidanceChanges(db.pool, S, asRecorded('2025-11-25T12:00:00Z', 6), all))).toEqual([
      'seen',
      'limited',
      'rewritten',
      'silent',
    ]);
    expect(ids(await guidanceChanges(db.pool, S, asRecorded('2026-01-01T00:00:00Z', 2), all))).toEqual(['seen', 'limited']);
    expect(ids(await guidanceChanges(db.pool, S, asRecorded('2026-01-01T00:00:00Z', 6, '2026-01-01T00:00:00Z'), all))).toEqual([]);
  });

  it('are filtered by authority, facet and by what the note hides', async () => {
    const filtered = async (filter: object) =>
      ids(await guidanceChanges(db.pool, S, asRecorded('2026-01-01T00:00:00Z', 6), { ...all, ...filter }));
    expect(await filtered({ authority: 'US-STATE' })).toEqual(['first', 'second']);
    expect(await filtered({ facet: 'airport' })).toEqual(['limited', 'rewritten']);
    expect(await filtered({ understatedOnly: true })).toEqual(['rewritten', 'second']);
    expect(await filtered({ from: '2025-11-18T00:00:00Z', to: '2025-11-25T16:00:00Z' })).toEqual(['rewritten', 'silent']);
  });

  it.each([[{}], [{ understatedOnly: true }]])('come in pages that fit together (%j)', async (filter) => {
    const asOf = asRecorded('2026-01-01T00:00:00Z', 6);
    const whole = await guidanceChanges(db.pool, S, asOf, { ...all, ...filter });
    const paged = [];
    let after: string | undefined;
    do {
      const page = await guidanceChanges(db.pool, S, asOf, { ...filter, limit: 1, ...(after !== undefined && { after }) });
      paged.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(paged).toEqual(whole.items);
    expect(whole.next).toBeNull();
  });
});
