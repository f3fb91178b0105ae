import { describe, expect, it } from '@jest/globals';
import type { AdvisoryChanged, Facets, Occurred } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt, record } from '../../../../test/support/recorded.js';
import { modelPositions } from '../postgres/model-position.js';
import { RememberedStatuses } from './remembered-statuses.js';
import { StatedKeys } from './stated-keys.js';
import { travelStatus } from './travel-status.queries.js';

const S = 'mali-2025';
const level = (native: string, rank: 4 | null, scheme: string) => ({ native, rank, scheme });
const day = (from: string): Occurred => ({ from, precision: 'day' });
const notice = (authority: string, occurred: Occurred, facets: Facets, more: Partial<AdvisoryChanged> = {}): AdvisoryChanged => ({
  type: 'AdvisoryChanged',
  noticeId: `${occurred.from}-${more.seq ?? 1}`,
  authority,
  destination: 'ML',
  seq: 1,
  facets,
  occurred,
  publishedAt: { at: occurred.from, precision: occurred.precision, basis: 'assumed' },
  source: { id: authority, title: authority },
  ...more,
});

// Offsets 1 to 7.
const events = history([
  notice('US-STATE', day('2025-10-24'), { level: level('4', 4, 'US-STATE'), departure: 'authorized' }),
  notice('US-STATE', day('2025-10-28'), { action: 'leave-now', means: 'commercial-air', airport: 'open', overland: 'unsafe' }),
  notice('US-STATE', day('2025-10-30'), { departure: 'ordered' }),
  notice('US-STATE', day('2026-01-09'), { departure: 'lifted' }),
  notice('GB-FCDO', day('2025-08-19'), { level: level('to_parts', null, 'GB-FCDO'), scope: 'parts' }),
  notice(
    'GB-FCDO',
    day('2025-10-30'),
    { level: level('whole_country', 4, 'GB-FCDO'), scope: 'country', action: 'leave-if-safe' },
    { publishedAt: { at: '2025-10-30', precision: 'day', basis: 'assumed', notAfter: '2025-10-30T21:01:05Z' } },
  ),
  notice('GB-FCDO', { from: '2025-10-30T21:01:05Z', precision: 'minute' }, { departure: 'staff-withdrawn' }, { seq: 2 }),
]);
const db = readModels(events);
const facetsOf = async (authority: string, at: string) =>
  (await travelStatus(db.pool, S, asPublished(at), { authority })).authorities[0]?.facets;

describe('the travel status on the published clock', () => {
  it('is not recorded before the first notice', async () =>
    expect(await travelStatus(db.pool, S, asPublished('2025-10-20T00:00:00Z'), { authority: 'US-STATE' })).toEqual({
      authorities: [],
      combined: {},
    }));
  it('is as each authority last stated it, with time, event and version', async () =>
    expect((await travelStatus(db.pool, S, asPublished('2025-10-25T12:00:00Z'), { authority: 'US-STATE' })).authorities).toEqual([
      {
        authority: 'US-STATE',
        destination: 'ML',
        version: 4,
        facets: {
          level: { native: '4', rank: 4, scheme: 'US-STATE', since: '2025-10-24T00:00:00.000Z', eventId: idAt(1) },
          departure: { value: 'authorized', since: '2025-10-24T00:00:00.000Z', eventId: idAt(1) },
        },
      },
    ]));
  it('keeps what a later notice does not mention', async () =>
    expect(await facetsOf('US-STATE', '2025-10-29T12:00:00Z')).toMatchObject({
      departure: { value: 'authorized' },
      action: { value: 'leave-now' },
      means: { value: 'commercial-air' },
      airport: { value: 'open' },
      overland: { value: 'unsafe' },
    }));
  it('tells departure from level', async () =>
    expect(await facetsOf('US-STATE', '2025-10-31T00:00:00Z')).toMatchObject({
      level: { native: '4', rank: 4 },
      departure: { value: 'ordered' },
    }));
  it('keeps two notices of a day in order', async () => {
    expect(await facetsOf('GB-FCDO', '2025-10-29T12:00:00Z')).toMatchObject({ scope: { value: 'parts' }, level: { rank: null } });
    expect(await facetsOf('GB-FCDO', '2025-10-30T21:01:05Z')).toMatchObject({
      scope: { value: 'country' },
      departure: { value: 'staff-withdrawn' },
    });
    expect(await facetsOf('GB-FCDO', '2025-10-31T00:00:00Z')).toMatchObject({ level: { rank: 4 }, scope: { value: 'country' } });
  });
  it('lifts what was ordered', async () =>
    expect(await facetsOf('US-STATE', '2026-01-10T12:00:00Z')).toMatchObject({ level: { rank: 4 }, departure: { value: 'lifted' } }));
  it('combines the strictest, whoever says it', async () => {
    const { authorities, combined } = await travelStatus(db.pool, S, asPublished('2025-10-31T12:00:00Z'));
    expect(authorities.map(({ authority }) => authority)).toEqual(['GB-FCDO', 'US-STATE']);
    expect(combined).toMatchObject({
      level: { native: '4', authority: 'US-STATE', losers: [{ authority: 'GB-FCDO', value: 'whole_country', rank: 4 }] },
      departure: { value: 'ordered', authority: 'US-STATE', losers: [{ authority: 'GB-FCDO', value: 'staff-withdrawn' }] },
      action: { value: 'leave-now', shelter: false, losers: [{ authority: 'GB-FCDO', value: 'leave-if-safe' }] },
    });
  });
});

describe('the travel status on the recorded clock', () => {
  it('is empty before the import', async () =>
    expect(await travelStatus(db.pool, S, asRecorded('2025-11-01T00:00:00Z', 7, '2026-04-30T00:00:00Z'))).toEqual({
      authorities: [],
      combined: {},
    }));
  it('holds what was recorded by then', async () => {
    const { authorities } = await travelStatus(db.pool, S, asRecorded('2025-11-01T00:00:00Z', 7, '2026-05-01T00:00:01.500Z'));
    expect(authorities.map(({ facets }) => Object.keys(facets))).toEqual([
      ['level', 'departure', 'action', 'means', 'airport', 'overland'],
    ]);
  });
});

describe('a question at a position', () => {
  it('has the same answer whatever is recorded later', async () => {
    const asked = asRecorded('2026-02-01T00:00:00Z', 7);
    const before = await travelStatus(db.pool, S, asked);
    const versions = new Map([['advisory/US-STATE/ML', 4]]);
    await record(
      db.pool,
      history(
        [
          notice('US-STATE', day('2026-01-20'), { departure: 'none' }),
          notice('US-STATE', day('2026-01-30'), { airport: 'closed' }, { validTo: '2026-01-31' }),
          // Stated for the same day as an earlier one, and before it: known only now.
          notice('US-STATE', { from: '2026-02-03T18:00:00Z', precision: 'minute' }, { means: 'road' }),
          notice('US-STATE', day('2026-02-03'), { overland: 'avoid' }, { seq: 2 }),
        ],
        { from: 8, versions },
      ),
    );
    expect(JSON.stringify(await travelStatus(db.pool, S, asked))).toBe(JSON.stringify(before));
    expect((await travelStatus(db.pool, S, asRecorded('2026-02-01T00:00:00Z', 8))).combined.departure).toMatchObject({
      value: 'staff-withdrawn',
    });
    expect(await modelPositions(db.pool, 'travel_status')).toEqual([{ partition: 0, offset: 11 }]);
  });
  it('says unknown after the end of a notice, never the older value', async () =>
    expect((await travelStatus(db.pool, S, asRecorded('2026-02-02T00:00:00Z', 9))).authorities[1]?.facets.airport).toEqual({
      value: 'unknown',
      since: '2026-02-01T00:00:00.000Z',
      eventId: idAt(9),
    }));
  it('does not start a notice before the one that it follows on its day', async () => {
    const overland = async (at: string) => (await travelStatus(db.pool, S, asRecorded(at, 11))).authorities[1]?.facets.overland;
    expect(await overland('2026-02-03T12:00:00Z')).toMatchObject({ value: 'unsafe' });
    expect(await overland('2026-02-03T18:00:00Z')).toEqual({ value: 'avoid', since: '2026-02-03T18:00:00.000Z', eventId: idAt(11) });
  });
  it('is unknown of a situation that nobody opened', async () =>
    expect(await travelStatus(db.pool, 'other', asRecorded('2026-02-02T00:00:00Z'))).toEqual({ authorities: [], combined: {} }));
});

it('what is remembered of one table is not told of another that a rebuild puts in its place', async () => {
  const [stated, statuses, asOf] = [new StatedKeys(), new RememberedStatuses(), asRecorded('2026-02-02T00:00:00Z', 9)];
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`DELETE FROM derived.travel_status WHERE key LIKE 'GB-FCDO/%'`);
    const { authorities } = await travelStatus(client, S, asOf, { remembered: { stated, statuses, table: 1 } });
    expect(authorities.map(({ authority }) => authority)).toEqual(['US-STATE']);
    await client.query('ROLLBACK');
  } finally {
    client.release();
  }
  const after = await travelStatus(db.pool, S, asOf, { remembered: { stated, statuses, table: 2 } });
  expect(after).toEqual(await travelStatus(db.pool, S, asOf));
});
