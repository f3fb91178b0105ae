import fc from 'fast-check';
import { type AsOf, incident, incidents, observations, type Queryable, travelStatus } from '../../libs/read-models/src/index.js';
import type { NaiveAnswer } from './naive-answers.js';
import { INCIDENTS, instants } from './random-attempts.js';
import { recordedAtOffset } from './random-history.js';

/** Questions about a random history, on either clock; the partition plays no part in an answer. */
export const question: fc.Arbitrary<AsOf> = fc.record({
  clock: fc.constantFrom('recorded', 'published'),
  knownAt: fc.option(fc.oneof(instants, fc.integer({ min: 1, max: 16 }).map(recordedAtOffset)), { freq: 4 }),
  validAt: fc.oneof({ weight: 3, arbitrary: instants }, { weight: 1, arbitrary: fc.constant('2025-11-20T00:00:00Z') }),
  position: fc.oneof(fc.nat(16), fc.constant(99)).map((offset) => ({ partition: 0, offset })),
});

/** What PostgreSQL answers, in the words of the naive model. */
export const askedOf = async (db: Queryable, situation: string, asOf: AsOf): Promise<NaiveAnswer> => {
  const { authorities } = await travelStatus(db, situation, asOf);
  const status = authorities.flatMap(({ authority, facets }) =>
    Object.entries(facets).map(([facet, said]) => [`${authority} ${facet}`, said]),
  );
  const { items } = await observations(db, situation, asOf, { limit: 500 });
  const observed = items.map(({ subject, value, since, eventId }) => [
    subject,
    { value: (value as { status: string }).status, since, eventId },
  ]);

  const list = await incidents(db, situation, asOf, { limit: 500 });
  const listed = new Set(list.items.map(({ incidentId }) => incidentId));
  const found = [...list.items];
  for (const id of INCIDENTS.filter((id) => !listed.has(id))) {
    const hidden = await incident(db, situation, asOf, id);
    if (hidden === undefined) continue;
    if (hidden.mergedInto === null) throw new Error(`${id} stands for itself, and is not in the list`);
    found.push(hidden);
  }
  const told = found.map(({ incidentId, kind, eventId, merged, mergedInto, claims }) => {
    const said = claims.map((claim) => `${claim.incidentId} claim ${claim.claimId} ${claim.figures[0]?.low} by ${claim.eventId}`).sort();
    return [incidentId, { kind, eventId, merged, mergedInto, claims: said }];
  });
  return { status: Object.fromEntries(status), observed: Object.fromEntries(observed), incidents: Object.fromEntries(told) };
};
