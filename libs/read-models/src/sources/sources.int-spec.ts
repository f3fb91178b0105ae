import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import { listSources, sourcesById } from './sources.queries.js';

const check = (from: string, to: string, payloadHash: string): DomainEvent => ({
  type: 'SourceChecked',
  sourceId: 'gov-uk',
  from: `2025-10-28T${from}:00Z`,
  to: `2025-10-28T${to}:00Z`,
  payloadHash,
});
const db = readModels(
  history(
    [
      { type: 'SourceRegistered', sourceId: 'gov-uk', title: 'GOV.UK', url: 'https://www.gov.uk' },
      { type: 'SourceRegistered', sourceId: 'afp', title: 'AFP' },
      check('08:00', '09:00', 'a'),
      check('09:00', '11:00', 'b'),
      { type: 'SourceDegraded', sourceId: 'gov-uk', at: '2025-10-28T12:00:00Z', reason: 'no JSON' },
      { type: 'SourceRecovered', sourceId: 'gov-uk', at: '2025-10-28T13:00:00Z' },
    ],
    { situationId: '_sources' },
  ),
);
const NOON = '2026-06-01T00:00:00Z';
const one = async (at = asRecorded(NOON)) => (await sourcesById(db.pool, at, ['gov-uk']))[0];

describe('a source', () => {
  it('is told with its last check, and since when it is well', async () =>
    expect(await one()).toEqual({
      sourceId: 'gov-uk',
      title: 'GOV.UK',
      url: 'https://www.gov.uk',
      status: 'well',
      degradedSince: null,
      reason: null,
      lastSeen: '2025-10-28T13:00:00.000Z',
      lastChecked: { from: '2025-10-28T09:00:00.000Z', to: '2025-10-28T11:00:00.000Z', payloadHash: 'b', eventId: idAt(4) },
      recordedAt: '2026-05-01T00:00:00.000Z',
      eventId: idAt(1),
      position: '0-1.0',
      version: 5,
    }));
  it('is degraded since the moment that was told', async () =>
    expect(await one(asRecorded(NOON, 5))).toMatchObject({
      status: 'degraded',
      degradedSince: '2025-10-28T12:00:00.000Z',
      reason: 'no JSON',
      lastSeen: '2025-10-28T11:00:00.000Z',
      version: 4,
    }));
  it('is as it was at a moment in the world', async () => {
    expect(await one(asRecorded('2025-10-28T10:00:00Z'))).toMatchObject({ status: 'well', lastSeen: '2025-10-28T09:00:00.000Z' });
    expect(await one(asRecorded('2025-10-28T08:30:00Z'))).toMatchObject({ lastSeen: null, lastChecked: null });
  });
  it('is as it was known: on the recorded clock by the record, on the published one by what was seen', async () => {
    expect(await one(asRecorded(NOON, 6, '2026-05-01T00:00:02Z'))).toMatchObject({ lastSeen: '2025-10-28T09:00:00.000Z' });
    expect(await one(asPublished('2025-10-28T12:30:00Z'))).toMatchObject({ title: 'GOV.UK', status: 'degraded' });
  });
  it('is not there before it was registered', async () => expect(await one(asRecorded(NOON, 0))).toBeUndefined());
});

describe('the sources', () => {
  it('are told by id, in pages that fit together', async () => {
    const first = await listSources(db.pool, asRecorded(NOON), { limit: 1 });
    const second = await listSources(db.pool, asRecorded(NOON), { limit: 1, after: first.next! });
    expect([first, second].map(({ items }) => items.map(({ sourceId, lastSeen }) => [sourceId, lastSeen !== null]))).toEqual([
      [['afp', false]],
      [['gov-uk', true]],
    ]);
    expect(second.next).toBeNull();
  });
  it('are those asked for', async () =>
    expect((await sourcesById(db.pool, asRecorded(NOON), ['nobody', 'afp'])).map(({ sourceId }) => sourceId)).toEqual(['afp']));
});
