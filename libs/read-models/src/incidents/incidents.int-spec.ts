import { describe, expect, it } from '@jest/globals';
import type { IncidentReported, Published } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import { incident, incidents } from './incidents.queries.js';

const S = 'mali-2025';
const on = (at: string): Published => ({ at, precision: 'day', basis: 'assumed' });
const source = { id: 'afp', title: 'AFP' };
const killed = (group: string | undefined, low: number) => ({
  measure: 'killed',
  ...(group !== undefined && { group }),
  low,
  text: `${low}`,
});
const reported = (incidentId: string, day: string, more: Partial<IncidentReported> = {}): IncidentReported => ({
  type: 'IncidentReported',
  incidentId,
  kind: 'convoy-attacked',
  place: { name: 'Kayes' },
  actors: ['JNIM'],
  occurred: { from: day, precision: 'day' },
  publishedAt: on(day),
  source,
  confidence: 'high',
  claims: [],
  ...more,
});
const tankers = (claimId: string, low: number, confidence: 'medium' | 'low') => ({
  claimId,
  confidence,
  figures: [{ measure: 'tankers-destroyed', low, text: `${low}` }],
});

// The attacks of 14 September 2025 and 29 January 2026, and a third that turns out otherwise.
const events = history([
  reported('lakamane', '2025-09-14', {
    claims: [tankers('rfi', 20, 'medium'), tankers('union', 40, 'medium'), tankers('jnim', 80, 'low')],
  }),
  reported('diboli', '2026-01-29', {
    publishedAt: on('2026-01-30'),
    claims: [{ claimId: 'first', figures: [killed('soldiers', 3), { measure: 'tankers-destroyed', text: 'dozens' }] }],
  }),
  { type: 'ClaimAdded', incidentId: 'diboli', claim: { claimId: 'afp', figures: [killed('drivers', 15)], publishedAt: on('2026-02-02') } },
  {
    type: 'ClaimAdded',
    incidentId: 'diboli',
    claim: { claimId: 'official', figures: [killed(undefined, 18)], publishedAt: on('2026-02-02') },
  },
  {
    type: 'ClaimAdded',
    incidentId: 'diboli',
    claim: {
      claimId: 'hrw',
      source: { id: 'hrw', title: 'HRW' },
      figures: [killed('drivers', 10), killed('apprentices', 2)],
      publishedAt: on('2026-03-10'),
    },
  },
  reported('bus', '2025-10-01', { kind: 'attack' }),
  { type: 'IncidentReclassified', incidentId: 'bus', kind: 'bus-burned', reason: 'only the bus', publishedAt: on('2025-10-03') },
  { type: 'ClaimRevised', incidentId: 'lakamane', claim: { ...tankers('union', 35, 'medium'), publishedAt: on('2025-09-20') } },
  { type: 'ClaimRetracted', incidentId: 'lakamane', claimId: 'rfi', reason: 'withdrawn', publishedAt: on('2025-09-25') },
]);
const db = readModels(events);
const figures = async (id: string, at: string) => {
  const found = await incident(db.pool, S, asPublished(at), id);
  return found?.figures.map(({ measure, group, used }) => [measure, group, used.low ?? used.text]);
};

describe('an incident', () => {
  it('keeps claims that disagree side by side, and says which is used', async () => {
    const found = await incident(db.pool, S, asPublished('2025-09-15T00:00:00Z'), 'lakamane');
    expect(found?.claims.map(({ claimId, source, confidence }) => [claimId, source.id, confidence])).toEqual([
      ['rfi', 'afp', 'medium'],
      ['union', 'afp', 'medium'],
      ['jnim', 'afp', 'low'],
    ]);
    expect(found?.figures).toMatchObject([{ used: { low: 20, claimId: 'rfi' }, range: { low: 20, high: 80 } }]);
  });
  it('is known otherwise at each time', async () => {
    expect(await figures('diboli', '2026-01-31T00:00:00Z')).toEqual([
      ['killed', 'soldiers', 3],
      ['tankers-destroyed', null, 'dozens'],
    ]);
    expect(await figures('diboli', '2026-02-03T00:00:00Z')).toEqual([
      ['killed', 'soldiers', 3],
      ['tankers-destroyed', null, 'dozens'],
      ['killed', 'drivers', 15],
      ['killed', null, 18],
    ]);
    expect(await figures('diboli', '2026-03-11T00:00:00Z')).toEqual([
      ['killed', 'soldiers', 3],
      ['tankers-destroyed', null, 'dozens'],
      ['killed', 'drivers', 10],
      ['killed', null, 18],
      ['killed', 'apprentices', 2],
    ]);
  });
  it('leaves out claims that were revised or retracted, from when that was known', async () => {
    expect(await figures('lakamane', '2025-09-21T00:00:00Z')).toEqual([['tankers-destroyed', null, 20]]);
    expect((await incident(db.pool, S, asPublished('2025-09-21T00:00:00Z'), 'lakamane'))?.figures[0]?.range).toEqual({ low: 20, high: 80 });
    expect(await figures('lakamane', '2025-09-26T00:00:00Z')).toEqual([['tankers-destroyed', null, 35]]);
    const atPosition = await incident(db.pool, S, asRecorded('2026-04-01T00:00:00Z', 8), 'lakamane');
    expect(atPosition?.claims.map(({ claimId, eventId }) => [claimId, eventId])).toEqual([
      ['rfi', idAt(1)],
      ['jnim', idAt(1)],
      ['union', idAt(8)],
    ]);
  });
  it('has the kind that it was last given', async () => {
    expect(await incident(db.pool, S, asPublished('2025-10-02T00:00:00Z'), 'bus')).toMatchObject({ kind: 'attack', version: 2 });
    expect(await incident(db.pool, S, asPublished('2025-10-04T00:00:00Z'), 'bus')).toMatchObject({
      kind: 'bus-burned',
      reportedKind: 'attack',
    });
  });
  it('is none before it is known', async () =>
    expect(await incident(db.pool, S, asPublished('2026-01-30T12:00:00Z'), 'diboli')).toBeUndefined());
});

describe('the incidents', () => {
  const ids = ({ items }: { items: { incidentId: string }[] }) => items.map(({ incidentId }) => incidentId);
  const asOf = asRecorded('2026-04-01T00:00:00Z', 9);
  it('come oldest first, with their versions', async () => {
    const { items } = await incidents(db.pool, S, asOf, { limit: 500 });
    expect(items.map(({ incidentId, version, position }) => [incidentId, version, position])).toEqual([
      ['lakamane', 3, '0-1.0'],
      ['bus', 2, '0-6.0'],
      ['diboli', 4, '0-2.0'],
    ]);
  });
  it('are filtered by the kind last given', async () => {
    expect(ids(await incidents(db.pool, S, asOf, { kind: 'bus-burned', limit: 5 }))).toEqual(['bus']);
    expect(ids(await incidents(db.pool, S, asOf, { kind: 'attack', limit: 5 }))).toEqual([]);
  });
  it('come in pages that fit together', async () => {
    const first = await incidents(db.pool, S, asOf, { limit: 2 });
    const second = await incidents(db.pool, S, asOf, { limit: 2, after: first.next! });
    expect([ids(first), ids(second), second.next]).toEqual([['lakamane', 'bus'], ['diboli'], null]);
  });
});
