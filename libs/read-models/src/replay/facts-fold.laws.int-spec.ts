import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { question } from '../../../../test/support/asked.js';
import { attempts } from '../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../test/support/random-history.js';
import { readModels } from '../../../../test/support/read-models.js';
import { storeEvents } from '../../../../test/support/recorded.js';
import type { AsOf } from '../as-of.js';
import { severityNow } from '../blockade-severity/blockade-severity.queries.js';
import { changesOf } from '../changes-of.js';
import { incidents } from '../incidents/incidents.queries.js';
import { LIVE_PROJECTIONS } from '../live-projections.js';
import { observations } from '../observations/observations.queries.js';
import { applyChanges } from '../postgres/apply-changes.js';
import { travelStatus } from '../travel-status/travel-status.queries.js';
import { FactsFold } from './facts-fold.js';
import { standingAt } from './frame.js';

type Recorded = RecordedEvent<DomainEvent>;
const HISTORIES = 400;
/** Histories that share a transaction, each in a situation of its own. */
const TOGETHER = 100;
const db = readModels();

/** So that the method is asked for too. */
const withParameters = (events: readonly Recorded[]): Recorded[] => {
  const [opened, ...rest] = events;
  const parameters = { fuelBaseline: { tankersPerDay: 100 } } as Extract<DomainEvent, { type: 'SituationParametersSet' }>['parameters'];
  const set: Recorded = {
    ...opened!,
    id: opened!.id.replace(/0000$/, '7777'),
    version: 2,
    position: { ...opened!.position, index: 7777 },
    event: { type: 'SituationParametersSet', parameters },
  };
  return [opened!, set, ...rest];
};

const foldOf = (events: readonly Recorded[]): FactsFold => {
  const fold = new FactsFold();
  fold.apply(events);
  return fold;
};

const factsOf = (fold: FactsFold, model: string, asOf: AsOf) => fold.facts(asOf).filter((fact) => fact.model === model);

const check = async (client: PoolClient, situation: string, fold: FactsFold, asOf: AsOf): Promise<void> => {
  expect(fold.status(asOf)).toEqual(await travelStatus(client, situation, asOf));
  const severity = await severityNow(client, situation, asOf);
  expect(fold.severity(asOf)).toEqual(severity);
  const { validAt, score, band, coverage, provisional, components } = severity;
  const brief = components.map(({ id, value, points }) => ({ id, value, points }));
  expect(standingAt(fold, asOf).severity).toEqual({ validAt, score, band, coverage, provisional, components: brief });

  const observed = await observations(client, situation, asOf, { limit: 500 });
  expect(
    factsOf(fold, 'observations', asOf).map(({ key, value, since, eventId }) => [key, (value as { value: unknown }).value, since, eventId]),
  ).toEqual(observed.items.map(({ kind, subject, value, since, eventId }) => [`${kind}/${subject}`, value, since, eventId]));
  const listed = await incidents(client, situation, asOf, { limit: 500 });
  const facts = new Map(factsOf(fold, 'incidents', asOf).map((fact) => [fact.key, fact]));
  for (const incident of listed.items) {
    expect(facts.get(incident.incidentId)).toMatchObject({ eventId: incident.eventId, since: incident.validFrom });
    for (const claim of incident.claims) expect(facts.get(`${claim.incidentId}/claim/${claim.claimId}`)?.eventId).toBe(claim.eventId);
  }
};

describe('the fold in memory', () => {
  it(`answers what PostgreSQL answers, for ${HISTORIES} random histories`, async () => {
    const seed = Date.now() % 2 ** 31;
    const drawn = fc.sample(fc.tuple(attempts(4, 26), fc.array(question, { minLength: 3, maxLength: 3 })), { numRuns: HISTORIES, seed });
    const histories = drawn.map(([tried, questions], index) => ({
      situation: `s-${index}`,
      questions,
      events: withParameters(historyOf(`s-${index}`, index, tried)),
    }));
    for (let start = 0; start < histories.length; start += TOGETHER) {
      const client = await db.pool.connect();
      try {
        await client.query('BEGIN');
        for (const { situation, events, questions } of histories.slice(start, start + TOGETHER)) {
          await storeEvents(client, events);
          await applyChanges(client, changesOf(LIVE_PROJECTIONS, events));
          const fold = foldOf(events);
          for (const asOf of questions) await check(client, situation, fold, asOf);
        }
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    }
  }, 300_000);
});
