import { describe, expect, it } from '@jest/globals';
import type { ObservationRecorded } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import type { TimelineFilter } from './timeline.answer.js';
import { timelineEntries } from './timeline.queries.js';

const S = 'mali-2025';
const observed = (observationId: string, from: string, text: string, more: object = {}): ObservationRecorded => ({
  type: 'ObservationRecorded',
  kind: 'context',
  value: { text },
  observationId,
  subject: 'country',
  occurred: { from, precision: 'day' },
  publishedAt: { at: from, precision: 'day', basis: 'assumed' },
  source: { id: 'afp', title: 'AFP' },
  ...more,
});

const events = history([
  { type: 'SituationOpened', title: 'Mali', destinations: ['ML'] },
  observed('late', '2025-10-02', '100% of schools'),
  [
    observed('early', '2025-09-01', 'A CONVOY'),
    observed('place', '2025-09-03', 'a market', { place: { name: 'Ségou' }, source: { id: 'rfi', title: 'RFI' } }),
  ],
  { type: 'Unreadable', storedType: 'Odd', reason: 'type is not known' },
]);
const db = readModels(events);
const asOf = asRecorded('2026-06-01T00:00:00Z', 4);
const texts = async (filter: Partial<TimelineFilter>, at = asOf) =>
  (await timelineEntries(db.pool, S, at, { order: 'occurred', limit: 500, ...filter })).items.map(({ text }) => text);

describe('the timeline', () => {
  it('shows everything by the time it occurred, the unreadable too', async () =>
    expect(await texts({})).toEqual(['A CONVOY', 'a market', '100% of schools', 'Mali', 'type is not known']));
  it('shows everything by the time of record', async () =>
    expect(await texts({ order: 'recorded' })).toEqual(['Mali', '100% of schools', 'A CONVOY', 'a market', 'type is not known']));
  it('names event, position and times of each entry', async () =>
    expect((await timelineEntries(db.pool, S, asOf, { order: 'occurred', limit: 1 })).items).toEqual([
      {
        eventId: idAt(3),
        position: '0-3.0',
        stream: 'observation/context/country',
        version: 2,
        type: 'ObservationRecorded',
        kind: 'context',
        text: 'A CONVOY',
        place: null,
        actors: [],
        source: { id: 'afp', title: 'AFP' },
        confidence: 'medium',
        occurred: { from: '2025-09-01', precision: 'day' },
        validFrom: '2025-09-01T00:00:00.000Z',
        publishedAt: { at: '2025-09-01', precision: 'day', basis: 'assumed' },
        observedAt: null,
        recordedAt: '2026-05-01T00:00:02.000Z',
        detail: { observationId: 'early', subject: 'country', value: { text: 'A CONVOY' } },
        correctedBy: null,
      },
    ]));
  it('is filtered by kind or type, place, source, text and period', async () => {
    expect(await texts({ kind: 'situation' })).toEqual(['Mali']);
    expect(await texts({ kind: 'Unreadable' })).toEqual(['type is not known']);
    expect(await texts({ place: 'ségou' })).toEqual(['a market']);
    expect(await texts({ source: 'rfi' })).toEqual(['a market']);
    expect(await texts({ text: 'convoy' })).toEqual(['A CONVOY']);
    expect(await texts({ text: '0% o' })).toEqual(['100% of schools']);
    expect(await texts({ from: '2025-09-02T00:00:00Z', to: '2025-10-02T00:00:00Z' })).toEqual(['a market']);
    expect(await texts({ order: 'recorded', from: '2026-05-01T00:00:02Z', to: '2026-05-01T00:00:03Z' })).toEqual(['A CONVOY', 'a market']);
  });
  it('shows what was known, of what had happened', async () => {
    expect(await texts({}, asPublished('2025-09-04T00:00:00Z'))).toEqual(['A CONVOY', 'a market']);
    expect(await texts({}, asRecorded('2025-09-02T00:00:00Z', 4))).toEqual(['A CONVOY']);
    expect(await texts({}, asRecorded('2026-06-01T00:00:00Z', 2))).toEqual(['100% of schools', 'Mali']);
    expect(await texts({}, asRecorded('2026-06-01T00:00:00Z', 4, '2026-05-01T00:00:00Z'))).toEqual(['Mali']);
  });
  it.each(['occurred', 'recorded'] as const)('comes in pages that fit together, ordered by %s', async (order) => {
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const page = await timelineEntries(db.pool, S, asOf, { order, limit: 2, ...(after !== undefined && { after }) });
      paged.push(...page.items.map(({ text }) => text));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(paged).toEqual(await texts({ order }));
  });
});

describe('what was corrected', () => {
  const claim = { claimId: 'c', figures: [], text: 'three killed', observedAt: '2025-09-05T10:00:00Z' };
  const replaced = observed('early', '2025-09-02', 'NO CONVOY');
  const corrected = readModels(
    history([
      observed('early', '2025-09-01', 'A CONVOY'),
      { type: 'FactCorrected', corrects: idAt(1), replacement: replaced, reason: 'misread', cause: 'transcription' },
      { type: 'FactRetracted', retracts: idAt(2), reason: 'not misread', cause: 'transcription' },
      { type: 'ClaimAdded', incidentId: 'i', claim },
      {
        type: 'FactRetracted',
        retracts: idAt(4),
        reason: 'withdrawn',
        cause: 'source-revised',
        publishedAt: { at: '2025-09-07T00:00:00Z', precision: 'minute', basis: 'stated' },
      },
    ]),
  );
  const shown = async (at: ReturnType<typeof asRecorded>) =>
    (await timelineEntries(corrected.pool, S, at, { order: 'occurred', limit: 9 })).items.map(({ text, validFrom, correctedBy }) => [
      text,
      validFrom.slice(0, 10),
      correctedBy,
    ]);
  it('stays, and names what it was corrected by, as known at the position', async () => {
    expect(await shown(asRecorded('2026-06-01T00:00:00Z', 1))).toEqual([['A CONVOY', '2025-09-01', null]]);
    expect(await shown(asRecorded('2026-06-01T00:00:00Z', 2))).toEqual([
      ['A CONVOY', '2025-09-01', idAt(2)],
      ['misread', '2025-09-02', null],
    ]);
    expect((await shown(asRecorded('2026-06-01T00:00:00Z', 3))).map(([text, , by]) => [text, by])).toEqual([
      ['A CONVOY', null],
      ['misread', idAt(3)],
      ['not misread', null],
    ]);
    expect((await shown(asRecorded('2026-06-01T00:00:00Z', 3, '2026-05-01T00:00:01Z'))).map(([text, , by]) => [text, by])).toEqual([
      ['A CONVOY', idAt(2)],
      ['misread', null],
    ]);
  });
  it('is placed when its source spoke, where it has no time of its own', async () =>
    expect((await shown(asRecorded('2026-06-01T00:00:00Z', 5))).slice(2, 4)).toEqual([
      ['three killed', '2025-09-05', idAt(5)],
      ['withdrawn', '2025-09-07', null],
    ]));
  it('was never otherwise to the public where we wrote it down wrongly, and was until the source revised it', async () => {
    expect(await shown(asPublished('2025-09-02T00:00:00Z', 2))).toEqual([['A CONVOY', '2025-09-01', idAt(2)]]);
    const claimed = async (at: string) => (await shown(asPublished(at))).find(([text]) => text === 'three killed')?.[2];
    expect([await claimed('2025-09-06T00:00:00Z'), await claimed('2025-09-07T00:00:00Z')]).toEqual([null, idAt(5)]);
  });
});
