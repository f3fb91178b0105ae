import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ClientBase } from 'pg';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { askedOf, question } from '../../../../test/support/asked.js';
import { naiveAnswer } from '../../../../test/support/naive-answers.js';
import { naiveRecord } from '../../../../test/support/naive-record.js';
import { attempts } from '../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../test/support/random-history.js';
import { readModels } from '../../../../test/support/read-models.js';
import type { AsOf } from '../as-of.js';
import { changesOf } from '../changes-of.js';
import { incidentsProjection } from '../incidents/incidents.projection.js';
import { observationsProjection } from '../observations/observations.projection.js';
import { travelStatusProjection } from '../travel-status/travel-status.projection.js';
import { applyChanges } from './apply-changes.js';

type Recorded = RecordedEvent<DomainEvent>;
type Asked = { situation: string; events: readonly Recorded[]; questions: readonly AsOf[] };

const HISTORIES = 10_000;
/** Histories that share a transaction, each in a situation and a partition of its own. */
const TOGETHER = 250;
const CONNECTIONS = 2;

const PROJECTIONS = [travelStatusProjection, incidentsProjection, observationsProjection];
const db = readModels();

const isMending = ({ event: { type } }: Recorded) => type === 'FactCorrected' || type === 'FactRetracted';

/** The histories side by side: the first event of each, then the second of each, so that those of different situations go in one batch. */
const write = async (client: ClientBase, histories: readonly Asked[]): Promise<void> => {
  const longest = Math.max(...histories.map(({ events }) => events.length));
  for (let nth = 0; nth < longest; nth++) {
    const batch = histories.flatMap(({ events }) => events[nth] ?? []);
    await applyChanges(client, changesOf(PROJECTIONS, [...batch.filter((event) => !isMending(event)), ...batch.filter(isMending)]));
  }
};

/** In a transaction that is rolled back, so that the tables stay small. */
const check = async (histories: readonly Asked[]): Promise<void> => {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    await write(client, histories);
    for (const { situation, events, questions } of histories) {
      const record = naiveRecord(events);
      for (const asOf of questions) {
        const asked = await askedOf(client, situation, asOf);
        const expected = naiveAnswer(record, asOf);
        // Compared as text first: jest's own comparison costs more than the question.
        if (JSON.stringify(asked) === JSON.stringify(expected)) continue;
        expect({ asOf, events: events.map(({ event, id }) => ({ id, event })), answer: asked }).toEqual(
          expect.objectContaining({ answer: expected }),
        );
      }
    }
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
};

describe('what PostgreSQL answers', () => {
  it(`equals a list of all that was said, filtered, for ${HISTORIES} random histories`, async () => {
    const seed = Date.now() % 2 ** 31;
    const drawn = fc.sample(fc.tuple(attempts(4, 26), fc.array(question, { minLength: 2, maxLength: 2 })), { numRuns: HISTORIES, seed });
    const histories = drawn.map(([tried, questions], index): Asked => {
      const situation = `s-${index}`;
      return { situation, questions, events: historyOf(situation, index, tried) };
    });
    const seen = (type: DomainEvent['type']) => histories.flatMap(({ events }) => events).filter(({ event }) => event.type === type).length;
    for (const type of ['FactCorrected', 'FactRetracted', 'ClaimRevised', 'IncidentMerged', 'IncidentUnmerged'] as const) {
      expect({ type, often: seen(type) > HISTORIES / 50 }).toEqual({ type, often: true });
    }
    const batches = Array.from({ length: HISTORIES / TOGETHER }, (_, index) => histories.slice(index * TOGETHER, (index + 1) * TOGETHER));
    const work = async () => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await check(batch);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, work)).catch((error: Error) => {
      throw new Error(`seed ${seed}: ${error.message}`);
    });
    // A minute; on a slow machine, beside other tests, it was seen to take more than four.
  }, 600_000);
});
