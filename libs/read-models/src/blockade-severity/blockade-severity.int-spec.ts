import { describe, expect, it } from '@jest/globals';
import type { IncidentReported, ObservationRecorded, Published } from '../../../situations/src/index.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, record } from '../../../../test/support/recorded.js';
import { severityDelta, severityHistory, severityNow } from './blockade-severity.queries.js';

const S = 'mali-2025';
const source = { id: 'afp', title: 'AFP' };
const on = (at: string): Published => ({ at, precision: 'day', basis: 'assumed' });
const inflow = (observationId: string, from: string, tankersPerDay: number): ObservationRecorded => ({
  type: 'ObservationRecorded',
  kind: 'fuel-inflow',
  value: { tankersPerDay },
  observationId,
  subject: 'country',
  occurred: { from, precision: 'day' },
  publishedAt: on(from),
  source,
});
const attack: IncidentReported = {
  type: 'IncidentReported',
  incidentId: 'a',
  kind: 'convoy-attacked',
  place: { name: 'Kayes' },
  actors: [],
  occurred: { from: '2025-11-01', precision: 'day' },
  publishedAt: on('2025-11-01'),
  source,
  confidence: 'high',
  claims: [{ claimId: 'c', figures: [{ measure: 'tankers-destroyed', low: 30, text: '30' }] }],
};

// Offsets 1 to 5; the parameters come last, on 1 May 2026.
const events = history([
  inflow('o1', '2025-11-01', 50),
  inflow('o2', '2025-11-05', 0),
  attack,
  { type: 'ClaimRetracted', incidentId: 'a', claimId: 'c', reason: 'wrong', publishedAt: on('2025-11-06') },
  { type: 'SituationParametersSet', parameters: { fuelBaseline: { tankersPerDay: 200, source } } },
]);
const db = readModels(events);
const supply = async (...asked: Parameters<typeof asRecorded>) =>
  (await severityNow(db.pool, S, asRecorded(...asked))).components.find(({ id }) => id === 'supply-loss')?.value;

describe('the severity', () => {
  it('is computed from what is known', async () => {
    expect(await supply('2025-11-04T00:00:00Z', 5)).toBe(0.75);
    expect(await supply('2025-11-07T00:00:00Z', 5)).toBe(1);
    expect(await supply('2025-11-07T00:00:00Z', 1)).toBeNull();
  });
  it('takes the parameters at the position on the published clock, and by their record on the other', async () => {
    const published = await severityNow(db.pool, S, asPublished('2025-11-04T00:00:00Z', 5));
    expect(published.components[0]).toMatchObject({ id: 'supply-loss', value: 0.75 });
    expect((await severityNow(db.pool, S, asPublished('2025-11-04T00:00:00Z', 4))).components[0]?.value).toBeNull();
    expect(await supply('2025-11-04T00:00:00Z', 5, '2026-05-01T00:00:03Z')).toBeNull();
    expect(await supply('2025-11-04T00:00:00Z', 5, '2026-05-01T00:00:04Z')).toBe(0.75);
  });
  it('loses the tankers of a claim with its retraction', async () => {
    const points = async (at: string) =>
      (await severityNow(db.pool, S, asPublished(at, 5))).components[4]?.inputs.map(({ reported }) => reported);
    expect(await points('2025-11-06T12:00:00Z')).toEqual([30]);
    expect(await points('2025-11-07T00:00:00Z')).toEqual([0]);
  });
  it('is the same as a curve and as a moment', async () => {
    const asOf = asRecorded('2026-01-01T00:00:00Z', 5);
    const { points } = await severityHistory(db.pool, S, asOf, { from: '2025-11-01T00:00:00Z', to: '2025-11-10T00:00:00Z', step: 'day' });
    expect(points).toHaveLength(10);
    for (const { validAt, score, band } of points) {
      expect(await severityNow(db.pool, S, { ...asOf, validAt })).toMatchObject({ score, band });
    }
  });
  it('is explained between two moments', async () => {
    const asOf = asPublished('2025-11-08T00:00:00Z', 5);
    const delta = await severityDelta(db.pool, S, asOf, {
      from: '2025-11-04T00:00:00Z',
      to: '2025-11-07T00:00:00Z',
      knownFrom: '2025-11-06T00:00:00Z',
    });
    expect(delta.formula).toBe('bsi-1');
    expect(delta.revised.map(({ fact }) => fact)).toEqual(['incident/a']);
    expect(delta.added.map(({ component }) => component)).toEqual(['supply-loss']);
  });
  it('stays what it was at a position', async () => {
    const asOf = asRecorded('2025-11-07T00:00:00Z', 5);
    const before = JSON.stringify(await severityNow(db.pool, S, asOf));
    const { fuelBaseline } = { fuelBaseline: { tankersPerDay: 100, source } };
    await record(
      db.pool,
      history([{ type: 'SituationParametersSet', parameters: { fuelBaseline } }, inflow('o3', '2025-11-06', 90)], { from: 6 }),
    );
    expect(JSON.stringify(await severityNow(db.pool, S, asOf))).toBe(before);
    expect(await supply('2025-11-07T00:00:00Z', 7)).toBe(0.1);
  });
});
