import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncidentReported } from '../../../situations/src/index.js';
import { question } from '../../../../test/support/asked.js';
import { attempts } from '../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../test/support/random-history.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, record } from '../../../../test/support/recorded.js';
import { severityNow } from '../blockade-severity/blockade-severity.queries.js';
import { incidentDuplicates } from './duplicates.queries.js';
import { incident, incidents } from './incidents.queries.js';

const S = 'mali-2025';
const tankers = (low: number) => [{ measure: 'tankers-destroyed', low, text: `${low}` }];
const reported = (incidentId: string, low: number, more: Partial<IncidentReported> = {}): IncidentReported => ({
  type: 'IncidentReported',
  incidentId,
  kind: 'convoy-attacked',
  place: { name: 'Kayes', lat: 14.45, lon: -11.44 },
  actors: ['JNIM'],
  occurred: { from: '2025-09-14', precision: 'day' },
  publishedAt: { at: '2025-09-14', precision: 'day', basis: 'assumed' },
  source: { id: 'afp', title: 'AFP', grade: 'B2' },
  claims: [{ claimId: 'first', figures: tankers(low) }],
  ...more,
});
const on = (at: string) => ({ publishedAt: { at, precision: 'day', basis: 'stated' } as const, reason: 'x' });

const db = readModels(
  history([
    reported('kayes', 40),
    reported('lakamane', 20, { confidence: 'medium', source: { id: 'rfi', title: 'RFI' } }),
    reported('diboli', 90, { occurred: { from: '2025-09-16', precision: 'day' } }),
    reported('bamako', 5, { place: { name: 'Bamako', lat: 12.65, lon: -8 } }),
    { type: 'IncidentMerged', incidentId: 'lakamane', into: 'kayes', ...on('2025-09-20') },
    { type: 'IncidentMerged', incidentId: 'kayes', into: 'diboli', ...on('2025-09-25') },
    { type: 'IncidentUnmerged', incidentId: 'kayes', from: 'diboli', ...on('2025-09-30') },
  ]),
);
const after = (day: string) => asPublished(`${day}T00:00:00Z`);
const told = async (day: string) =>
  (await incidents(db.pool, S, after(day), { limit: 9 })).items.map(({ incidentId, merged, claims, figures }) => [
    incidentId,
    merged,
    claims.map((claim) => `${claim.incidentId}/${claim.claimId} ${claim.source.id} ${claim.confidence}`),
    figures[0]?.used,
  ]);

describe('a merged incident', () => {
  it('is told by the one that speaks for it, with the claims of both, each with its own source', async () => {
    expect((await told('2025-09-20')).map(([id]) => id)).toEqual(['kayes', 'lakamane', 'bamako', 'diboli']);
    const [kayes, ...others] = await told('2025-09-21');
    expect(kayes).toEqual([
      'kayes',
      ['lakamane'],
      ['kayes/first afp high', 'lakamane/first rfi medium'],
      { low: 20, text: '20', claimId: 'first', why: 'lowest of 2 credible figures' },
    ]);
    expect(others.map(([id]) => id)).toEqual(['bamako', 'diboli']);
  });
  it('is told through a chain by the last of it, until that is parted again', async () => {
    expect((await told('2025-09-26')).map(([id, merged]) => [id, merged])).toEqual([
      ['bamako', []],
      ['diboli', ['kayes', 'lakamane']],
    ]);
    expect((await told('2025-10-01')).map(([id, merged]) => [id, merged])).toEqual([
      ['kayes', ['lakamane']],
      ['bamako', []],
      ['diboli', []],
    ]);
  });
  it('says by whom it is told where it is asked for itself', async () => {
    const found = await incident(db.pool, S, after('2025-09-26'), 'lakamane');
    expect(found).toMatchObject({ incidentId: 'lakamane', mergedInto: 'diboli', merged: [], source: { id: 'rfi' } });
    expect(found?.claims.map(({ incidentId }) => incidentId)).toEqual(['lakamane']);
    expect((await incident(db.pool, S, after('2025-09-26'), 'diboli'))?.mergedInto).toBeNull();
  });
  it('stands for itself at a time before the other began', async () => {
    const { items } = await incidents(db.pool, S, { ...after('2025-09-26'), validAt: '2025-09-15T00:00:00Z' }, { limit: 9 });
    expect(items.map(({ incidentId, merged }) => [incidentId, merged])).toEqual([
      ['kayes', ['lakamane']],
      ['bamako', []],
    ]);
  });
  it('counts once in the severity, from when the other began, with the lowest figure of all', async () => {
    const attacks = async (day: string) =>
      (await severityNow(db.pool, S, after(day))).components
        .find(({ id }) => id === 'attack-pressure')
        ?.inputs.map(({ reported }) => reported);
    expect(await attacks('2025-09-20')).toEqual([40, 20, 5, 90]);
    expect((await attacks('2025-09-21'))?.toSorted()).toEqual([20, 5, 90]);
    expect((await attacks('2025-09-26'))?.toSorted()).toEqual([20, 5]);
  });
  it('is no candidate to be merged again', async () => {
    const pairs = async (day: string) =>
      (await incidentDuplicates(db.pool, S, after(day), { limit: 9 })).items.map(({ incidents, likeness, reasons }) => [
        ...incidents.map(({ incidentId }) => incidentId),
        likeness,
        reasons.daysApart,
      ]);
    expect(await pairs('2025-09-20')).toEqual([
      ['kayes', 'lakamane', 0.667, 0],
      ['kayes', 'diboli', 0.5, 1],
      ['lakamane', 'diboli', 0.5, 1],
    ]);
    expect(await pairs('2025-09-21')).toEqual([['kayes', 'diboli', 0.5, 1]]);
    expect(await pairs('2025-09-26')).toEqual([]);
  });
  it('is offered in pages that fit together', async () => {
    const first = await incidentDuplicates(db.pool, S, after('2025-09-20'), { limit: 2 });
    const second = await incidentDuplicates(db.pool, S, after('2025-09-20'), { limit: 2, after: first.next! });
    const whole = await incidentDuplicates(db.pool, S, after('2025-09-20'), { limit: 9 });
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.next).toBeNull();
  });
});

it('no claim is lost by merges and partings', async () => {
  let cases = 0;
  const claimsOf = async (situation: string, asOf: ReturnType<typeof asRecorded>) =>
    (await incidents(db.pool, situation, asOf, { limit: 500 })).items
      .flatMap(({ claims }) => claims.map(({ incidentId, claimId, eventId }) => `${incidentId}/${claimId} ${eventId}`))
      .sort();
  await fc.assert(
    fc.asyncProperty(attempts(10, 30), fc.array(question, { minLength: 3, maxLength: 3 }), async (tried, questions) => {
      const partition = ++cases;
      const [merged, apart] = [`m-${partition}`, `n-${partition}`];
      const events = historyOf(merged, partition, tried);
      const without = events
        .filter(({ event: { type } }) => type !== 'IncidentMerged' && type !== 'IncidentUnmerged')
        .map((event) => ({ ...event, situationId: apart, position: { ...event.position, partition: 100_000 + partition } }));
      await record(db.pool, events);
      await record(db.pool, without);
      for (const asOf of questions) expect(await claimsOf(merged, asOf)).toEqual(await claimsOf(apart, asOf));
    }),
    { numRuns: 200 },
  );
}, 120_000);
