import { describe, expect, it } from '@jest/globals';
import type { ObservationRecorded } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import { observations } from './observations.queries.js';

const S = 'mali-2025';
const corridor = (
  observationId: string,
  subject: string,
  status: 'open' | 'closed' | 'escorted',
  from: string,
  more: Partial<ObservationRecorded> = {},
) =>
  ({
    type: 'ObservationRecorded',
    kind: 'corridor-status',
    value: { status },
    observationId,
    subject,
    occurred: { from, precision: 'day' },
    publishedAt: { at: from, precision: 'day', basis: 'assumed' },
    source: { id: 'afp', title: 'AFP' },
    ...more,
  }) as ObservationRecorded;

const events = history([
  corridor('a', 'senegal', 'closed', '2025-09-05'),
  corridor('b', 'senegal', 'escorted', '2025-10-29'),
  corridor('c', 'senegal', 'open', '2025-10-29', { source: { id: 'army', title: 'Army' }, confidence: 'low' }),
  corridor('d', 'ivory-coast', 'closed', '2025-09-08', { validTo: '2025-09-14' }),
  { ...corridor('e', 'country', 'closed', '2025-10-26'), kind: 'schools', value: { status: 'closed' } } as ObservationRecorded,
]);
const db = readModels(events);
const asOf = asRecorded('2025-12-01T00:00:00Z', 5);
const current = async (at = asOf, filter: object = {}) =>
  (await observations(db.pool, S, at, { limit: 500, ...filter })).items.map(({ kind, subject, value }) => [
    kind,
    subject,
    (value as { status: string }).status,
  ]);

describe('the observations', () => {
  it('are what is known of each subject', async () =>
    expect(await current()).toEqual([
      ['corridor-status', 'ivory-coast', 'unknown'],
      ['corridor-status', 'senegal', 'open'],
      ['schools', 'country', 'closed'],
    ]));
  it('show the report that says otherwise', async () => {
    const { items } = await observations(db.pool, S, asOf, { limit: 500, subject: 'senegal' });
    expect(items).toMatchObject([
      {
        observationId: 'c',
        eventId: idAt(3),
        since: '2025-10-29T00:00:00.000Z',
        validTo: null,
        version: 3,
        competing: [{ observationId: 'b', eventId: idAt(2), value: { status: 'escorted' }, since: '2025-10-29T00:00:00.000Z' }],
      },
    ]);
  });
  it('are unknown after their end, never the older value', async () => {
    expect(await current(asRecorded('2025-09-14T23:00:00Z', 5), { subject: 'ivory-coast' })).toEqual([
      ['corridor-status', 'ivory-coast', 'closed'],
    ]);
    const { items } = await observations(db.pool, S, asOf, { limit: 1 });
    expect(items).toMatchObject([{ value: { status: 'unknown' }, since: '2025-09-15T00:00:00.000Z', validTo: '2025-09-15T00:00:00.000Z' }]);
  });
  it('are those known', async () => {
    expect(await current(asPublished('2025-09-07T00:00:00Z'))).toEqual([['corridor-status', 'senegal', 'closed']]);
    expect(await current(asRecorded('2025-12-01T00:00:00Z', 2))).toEqual([['corridor-status', 'senegal', 'escorted']]);
  });
  it('are filtered by kind', async () => expect(await current(asOf, { kind: 'schools' })).toEqual([['schools', 'country', 'closed']]));
  it('come in pages that fit together', async () => {
    const first = await observations(db.pool, S, asOf, { limit: 1, kind: 'corridor-status' });
    const second = await observations(db.pool, S, asOf, { limit: 1, kind: 'corridor-status', after: first.next! });
    expect([first, second].map(({ items }) => items.map(({ subject }) => subject))).toEqual([['ivory-coast'], ['senegal']]);
    expect(second.next).toBeNull();
  });
});
