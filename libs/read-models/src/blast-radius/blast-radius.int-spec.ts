import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { askedOf } from '../../../../test/support/asked.js';
import { type Attempt, attempts, INCIDENTS } from '../../../../test/support/random-attempts.js';
import { historyOf, next } from '../../../../test/support/random-history.js';
import { readModels } from '../../../../test/support/read-models.js';
import { history, idAt, record } from '../../../../test/support/recorded.js';
import type { AsOf } from '../as-of.js';
import { severityNow } from '../blockade-severity/blockade-severity.queries.js';
import type { Incident } from '../incidents/incidents.answer.js';
import { incident } from '../incidents/incidents.queries.js';
import type { BlastRadius, IncidentTold, Period } from './blast-radius.answer.js';
import { blastRadius } from './blast-radius.js';

const RUNS = 200;
const db = readModels();
const iso = (time: string | number) => new Date(time).toISOString();

/** Every moment at which the random histories may change anything, one before and one after. */
const MOMENTS = ['2025-10-27', '2025-10-28', '2025-10-29', '2025-10-30', '2025-10-31'].flatMap((day) =>
  ['00:00', '06:00', '12:00', '23:30'].map((time) => iso(`${day}T${time}Z`)),
);
const MIDNIGHTS = Array.from({ length: 12 }, (_, index) => iso(Date.parse('2025-10-28') + index * 86_400_000));
const THROUGH = MIDNIGHTS.at(-1)!;

type Differing = Record<string, { before: unknown; after: unknown }>;
const differing = (before: Record<string, unknown>, after: Record<string, unknown>): Differing =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .map((key): [string, { before: unknown; after: unknown }] => [key, { before: before[key] ?? null, after: after[key] ?? null }])
      .filter(([, sides]) => JSON.stringify(sides.before) !== JSON.stringify(sides.after)),
  );

/** What the periods say of one moment. */
const at = (moment: string, of: readonly { name: string; periods: Period[] }[]): Differing =>
  Object.fromEntries(
    of.flatMap(({ name, periods }) =>
      periods
        .filter(({ from, to }) => from <= moment && (to === null || moment < to))
        .map(({ before, after }): [string, { before: unknown; after: unknown }] => [name, { before, after }]),
    ),
  );
const named = (radius: BlastRadius) => ({
  status: radius.facets.map(({ authority, facet, periods }) => ({ name: `${authority} ${facet}`, periods })),
  observed: radius.observations.map(({ subject, periods }) => ({
    name: subject,
    periods: periods.map((period) => ({ ...period, before: statusIn(period.before), after: statusIn(period.after) })),
  })),
});
const statusIn = (value: unknown) => (value === null ? null : (value as { status: string }).status);

/** What both an incident and the radius tell of it. */
const toldOf = (found: Incident | IncidentTold | null) => {
  if (found === null) return null;
  const { kind, occurred, publishedAt, merged, mergedInto } = found;
  const figures = found.figures.map(({ measure, group, used, range }) => ({ measure, group, used: used.low, range }));
  const claims = found.claims.map((claim) => `${claim.incidentId}/${claim.claimId} ${JSON.stringify([claim.figures, claim.publishedAt])}`);
  return { kind, occurred, publishedAt, merged, mergedInto, figures, claims: claims.sort() };
};

/** What is answered at a position: the values of facets and observations at each moment, scores by midnight, incidents. */
const seen = async (situation: string, offset: number) => {
  const asOf = (validAt: string): AsOf => ({ clock: 'recorded', knownAt: null, validAt, position: { partition: 0, offset } });
  const moments: Record<string, { status: Record<string, unknown>; observed: Record<string, unknown> }> = {};
  const values = (answers: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(answers).map(([key, answer]) => [key, (answer as { value: unknown }).value]));
  for (const moment of MOMENTS) {
    const { status, observed } = await askedOf(db.pool, situation, asOf(moment));
    moments[moment] = { status: values(status), observed: values(observed) };
  }
  const severity: Record<string, unknown> = {};
  for (const midnight of MIDNIGHTS) {
    const { score, band } = await severityNow(db.pool, situation, asOf(midnight));
    severity[midnight] = { score, band };
  }
  const incidents: Record<string, unknown> = {};
  for (const id of INCIDENTS) {
    const found = await incident(db.pool, situation, asOf('2030-01-01T00:00:00Z'), id);
    if (found === undefined) continue;
    incidents[id] = toldOf(found);
  }
  return { moments, severity, incidents };
};

type Case = { tried: Attempt[]; last: Attempt[] };
const aCase: fc.Arbitrary<Case> = fc.record({ tried: attempts(4, 18), last: attempts(10, 10) });
let cases = 0;
const drawn = ({ tried, last }: Case) => {
  const partition = ++cases;
  const situation = `s-${partition}`;
  const events = historyOf(situation, partition, tried);
  const found = last.flatMap((attempt) => next(situation, partition, events, { ...attempt, together: false }) ?? []);
  const mends = ({ event: { type } }: RecordedEvent<DomainEvent>) => type === 'FactCorrected' || type === 'FactRetracted';
  return { situation, partition, events, event: found.find(mends) ?? found[0] };
};

describe('the blast radius', () => {
  it('is the difference that is seen once the event is recorded', async () => {
    let differences = 0;
    await fc.assert(
      fc.asyncProperty(aCase, async (one) => {
        const { situation, partition, events, event } = drawn(one);
        fc.pre(event !== undefined);
        await record(db.pool, events);
        const radius = await blastRadius(db.pool, { situation, partition, events: [event] }, { through: THROUGH });
        const head = events.at(-1)!.position.offset;
        expect(radius.position).toEqual({ partition, offset: head });
        const before = await seen(situation, head);
        await record(db.pool, [event]);
        const after = await seen(situation, head + 1);

        const { status, observed } = named(radius);
        for (const moment of MOMENTS) {
          const [then, now] = [before.moments[moment]!, after.moments[moment]!];
          expect({ moment, ...at(moment, status) }).toEqual({ moment, ...differing(then.status, now.status) });
          expect({ moment, ...at(moment, observed) }).toEqual({ moment, ...differing(then.observed, now.observed) });
        }
        const bounds = [...status, ...observed].flatMap(({ periods }) => periods.flatMap(({ from, to }) => [from, to ?? from]));
        for (const bound of bounds) expect(MOMENTS).toContain(bound);
        const days = Object.fromEntries(radius.severity.map(({ validAt, before, after }) => [validAt, { before, after }]));
        expect(days).toEqual(differing(before.severity, after.severity));
        const incidents = differing(before.incidents, after.incidents);
        expect(radius.incidents.map(({ incidentId }) => incidentId)).toEqual(Object.keys(incidents).sort());
        for (const { incidentId, before, after } of radius.incidents)
          expect(incidents[incidentId]).toMatchObject({ before: toldOf(before), after: toldOf(after) });
        differences += bounds.length + radius.severity.length + radius.incidents.length;
      }),
      { numRuns: RUNS },
    );
    expect(differences).toBeGreaterThan(RUNS);
  }, 240_000);

  it('leaves nothing behind, and says the same again', async () => {
    await fc.assert(
      fc.asyncProperty(aCase, async (one) => {
        const { situation, partition, events, event } = drawn(one);
        fc.pre(event !== undefined);
        await record(db.pool, events);
        const ask = () => blastRadius(db.pool, { situation, partition, events: [event] }, { through: THROUGH });
        const first = JSON.stringify(await ask());
        const [second, third] = await Promise.all([ask(), ask()]);
        expect([JSON.stringify(second), JSON.stringify(third)]).toEqual([first, first]);
        for (const model of ['travel_status', 'incidents', 'observations', 'blockade_severity']) {
          const { rows } = await db.pool.query(
            `SELECT FROM derived.${model} WHERE situation = $1 AND (partition < 0 OR withdrawn_offset > $2)`,
            [situation, events.at(-1)!.position.offset],
          );
          expect(rows).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('takes in the incidents that were merged into one that is taken back', async () => {
    const reported = (incidentId: string): DomainEvent => ({
      type: 'IncidentReported',
      incidentId,
      kind: 'attack',
      place: { name: 'Kayes' },
      actors: [],
      occurred: { from: '2025-10-28', precision: 'day' },
      source: { id: 's', title: 'S' },
      claims: [],
    });
    const merged: DomainEvent = { type: 'IncidentMerged', incidentId: 'b', into: 'a', reason: 'the same' };
    const events = history(
      [reported('a'), reported('b'), merged, { type: 'FactRetracted', retracts: idAt(1), reason: 'never was', cause: 'transcription' }],
      { situationId: 'merged' },
    );
    await record(db.pool, events.slice(0, 3));
    const { incidents } = await blastRadius(db.pool, { situation: 'merged', partition: 0, events: events.slice(3) }, { through: THROUGH });
    expect(incidents).toMatchObject([
      { incidentId: 'a', before: { merged: ['b'] }, after: null },
      { incidentId: 'b', before: { mergedInto: 'a' }, after: { mergedInto: null } },
    ]);
  });

  it('is nothing where the events change nothing that is asked', async () => {
    const { situation, partition, events } = drawn({ tried: [], last: [] });
    await record(db.pool, events);
    const closed = {
      ...events[0]!,
      id: '00000000-0000-4000-8000-999999999999',
      event: { type: 'SituationClosed', reason: 'over' } as const,
    };
    expect(await blastRadius(db.pool, { situation, partition, events: [closed] }, { through: THROUGH })).toEqual({
      position: { partition, offset: 1 },
      facets: [],
      severity: [],
      incidents: [],
      observations: [],
    });
  });
});
