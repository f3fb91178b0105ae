import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import { type DomainEvent, occurredRange } from '../../../situations/src/index.js';
import { askedOf, question } from '../../../../test/support/asked.js';
import { type Attempt, attempts, AUTHORITIES, INCIDENTS, SUBJECTS } from '../../../../test/support/random-attempts.js';
import { noticeOf, observationOf, pick, reportOf } from '../../../../test/support/random-contents.js';
import { historyOf, recordedAtOffset } from '../../../../test/support/random-history.js';
import { readModels } from '../../../../test/support/read-models.js';
import { record, recorded } from '../../../../test/support/recorded.js';
import type { AsOf } from '../as-of.js';
import { severityHistory, severityNow } from '../blockade-severity/blockade-severity.queries.js';
import { guidanceChanges } from '../guidance-changes/guidance-changes.queries.js';
import { incidentDuplicates } from '../incidents/duplicates.queries.js';
import { incidents } from '../incidents/incidents.queries.js';
import { observations } from '../observations/observations.queries.js';
import { timelineEntries } from '../timeline/timeline.queries.js';
import { travelStatus } from '../travel-status/travel-status.queries.js';

type Recorded = RecordedEvent<DomainEvent>;
const db = readModels();
let cases = 0;

describe('an answer at a position', () => {
  /** Every read model's, byte for byte. */
  const bytes = async (situation: string, asOf: AsOf): Promise<string> => {
    const all = { limit: 500 };
    const answers = [
      await travelStatus(db.pool, situation, asOf),
      await guidanceChanges(db.pool, situation, asOf, all),
      await observations(db.pool, situation, asOf, all),
      await incidents(db.pool, situation, asOf, all),
      await incidentDuplicates(db.pool, situation, asOf, all),
      await timelineEntries(db.pool, situation, asOf, { order: 'occurred', ...all }),
      await timelineEntries(db.pool, situation, asOf, { order: 'recorded', ...all }),
      await severityNow(db.pool, situation, asOf),
      await severityHistory(db.pool, situation, asOf, { from: '2025-10-28T00:00:00Z', to: '2025-11-02T00:00:00Z', step: 'day' }),
    ];
    return answers.map((answer) => JSON.stringify(answer)).join('\n');
  };

  it('is the same bytes after any further history', async () => {
    await fc.assert(
      fc.asyncProperty(attempts(6, 26), fc.nat(99), fc.array(question, { minLength: 3, maxLength: 3 }), async (tried, cut, questions) => {
        const partition = ++cases;
        const situation = `s-${partition}`;
        const events = historyOf(situation, partition, tried);
        const offset = 1 + (cut % events.at(-1)!.position.offset);
        await record(
          db.pool,
          events.filter(({ position }) => position.offset <= offset),
        );
        const asked = questions.map((asOf): AsOf => ({ ...asOf, position: { partition, offset } }));
        const before: string[] = [];
        for (const asOf of asked) before.push(await bytes(situation, asOf));
        await record(
          db.pool,
          events.filter(({ position }) => position.offset > offset),
        );
        for (const [index, asOf] of asked.entries()) expect(await bytes(situation, asOf)).toBe(before[index]);
      }),
      { numRuns: 300 },
    );
  }, 180_000);
});

describe('the order in which independent facts arrive', () => {
  /** Facts of which none takes the place of another in silence: one of each seq of a day, of each start of a subject, of each incident. */
  const factOf = (attempt: Attempt, index: number): { of: string; event: DomainEvent } => {
    const own = `o${index}`;
    const { n, occurred } = attempt;
    const publishedAt = attempt.publishedAt ?? ({ at: '2025-10-29', precision: 'day', basis: 'stated' } as const);
    const told = { ...attempt, publishedAt };
    const start = occurredRange(occurred).start;
    switch (attempt.action) {
      case 'notice':
      case 'correct':
      case 'retract': {
        const notice = noticeOf(own, pick(AUTHORITIES, n), told);
        return {
          of: `${notice.authority} ${new Date(start).toISOString().slice(0, 10)} ${notice.seq}`,
          event: { type: 'AdvisoryChanged', ...notice },
        };
      }
      case 'observe': {
        const observation = observationOf(own, pick(SUBJECTS, n), told);
        return { of: `${observation.subject} ${start}`, event: { type: 'ObservationRecorded', ...observation } };
      }
      default:
        return { of: pick(INCIDENTS, n), event: { type: 'IncidentReported', ...reportOf(pick(INCIDENTS, n), told) } };
    }
  };
  const arrived = (situationId: string, facts: readonly { of: string; event: DomainEvent }[], order: readonly number[]): Recorded[] =>
    order.map((which, place) => ({
      ...recorded(facts[which]!.event, { situationId, partition: ++cases, offset: place + 1, recordedAt: recordedAtOffset(place + 1) }),
      id: `00000000-0000-4000-9000-${String(which).padStart(12, '0')}`,
    }));
  const drawn = fc
    .array(attempts(1, 1), { minLength: 2, maxLength: 12 })
    .map((tried) => {
      const facts = tried.flat().map(factOf);
      return facts.filter(({ of }, index) => facts.findIndex((other) => other.of === of) === index);
    })
    .chain((facts) => {
      const inOrder = facts.map((_, index) => index);
      return fc.tuple(fc.constant(facts), fc.shuffledSubarray(inOrder, { minLength: facts.length }));
    });

  it('does not matter for what is valid, nor for what the public knew; only for what was on record when', async () => {
    let otherwise = 0;
    await fc.assert(
      fc.asyncProperty(drawn, fc.array(question, { minLength: 4, maxLength: 4 }), async ([facts, order], questions) => {
        const [one, other] = [`a-${++cases}`, `b-${cases}`];
        await record(
          db.pool,
          arrived(
            one,
            facts,
            facts.map((_, index) => index),
          ),
        );
        await record(db.pool, arrived(other, facts, order));
        for (const asked of questions) {
          const asOf: AsOf = { ...asked, position: { partition: 0, offset: 99 } };
          const answers = [await askedOf(db.pool, one, asOf), await askedOf(db.pool, other, asOf)];
          if (asOf.knownAt === null || asOf.clock === 'published') expect(answers[1]).toEqual(answers[0]);
          else if (JSON.stringify(answers[1]) !== JSON.stringify(answers[0])) otherwise++;
        }
      }),
      { numRuns: 300 },
    );
    expect(otherwise).toBeGreaterThan(0);
  }, 120_000);
});
