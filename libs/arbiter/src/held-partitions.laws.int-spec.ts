import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize } from 'json-canonicalize';
import { JudgedDatabase } from '../../../test/support/judged-database.js';
import { commit, identity, PARTITION, PARTITIONS, record, SITUATION, uuid } from '../../../test/support/log-records.js';
import { type Commit, type LogRecord, partitionOf } from '../../event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, type Projection } from '../../read-models/src/index.js';

const named = (here: boolean): string => {
  for (let n = 0; ; n++) if ((partitionOf(`s-${n}`, PARTITIONS) === PARTITION) === here) return `s-${n}`;
};
const SITUATIONS = [SITUATION, named(true)] as const;
/** Few, so that most batches touch none that is new. */
const STREAMS = ['situation', 'advisory/US-STATE/ML'] as const;

const changed = (n: number) => ({
  type: 'AdvisoryChanged',
  schema: 1,
  data: {
    noticeId: `notice-${n}`,
    seq: 1 + (n % 3),
    authority: 'US-STATE',
    destination: 'ML',
    facets: { departure: n % 2 === 0 ? 'ordered' : 'authorized' },
    occurred: { from: `2025-10-${20 + (n % 8)}`, precision: 'day' },
    source: { id: 's', title: 'S' },
  },
});
const retracted = (n: number) => ({
  type: 'FactRetracted',
  schema: 1,
  data: { retracts: uuid(n * 100), reason: 'r', cause: 'transcription' },
});

type Attempt = {
  what: 'commit' | 'foreign' | 'garbage' | 'rule';
  id: number;
  situation: 0 | 1;
  conditions: Commit['conditions'];
  events: { stream: string; n: number; mends: boolean }[];
  later: number;
};
const stream = fc.constantFrom(...STREAMS);
const attempt: fc.Arbitrary<Attempt> = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constant('commit' as const) },
    { weight: 1, arbitrary: fc.constantFrom('foreign' as const, 'garbage' as const, 'rule' as const) },
  ),
  // Few enough for some to come again, in the same batch or long after.
  id: fc.integer({ min: 1, max: 40 }),
  situation: fc.constantFrom(0 as const, 1 as const),
  conditions: fc.array(fc.record({ stream, version: fc.oneof(fc.nat(4), fc.constantFrom('any' as const, 'none' as const)) }), {
    maxLength: 1,
  }),
  events: fc.array(fc.record({ stream, n: fc.nat(40), mends: fc.nat(5).map((n) => n === 0) }), { maxLength: 2 }),
  later: fc.integer({ min: -2, max: 3 }),
});

/** The log that these attempts come to. */
const logOf = (attempts: readonly Attempt[]): LogRecord[] => {
  let brokerMs = 1_700_000_000_000;
  const records = attempts.map(({ what, id, situation, conditions, events, later }, index) => {
    const offset = index + 1;
    brokerMs += later;
    if (what === 'garbage') return record(offset, 'x', Buffer.from('garbage'), brokerMs);
    if (what === 'rule') return record(offset, '_rule', Buffer.from('{"rule":1}'), brokerMs);
    const situationId = what === 'foreign' ? named(false) : SITUATIONS[situation];
    const told = events.map(({ stream: of, n, mends }) => ({ stream: of, ...(mends ? retracted(n) : changed(n)) }));
    return commit(offset, id, told, { situationId, conditions }, brokerMs);
  });
  return [identity, ...records];
};

const cutAt = (log: readonly LogRecord[], sizes: readonly number[]): LogRecord[][] => {
  const batches: LogRecord[][] = [];
  for (let from = 0, nth = 0; from < log.length; nth++) {
    const size = sizes[nth % sizes.length]!;
    batches.push(log.slice(from, (from += size)));
  }
  return batches;
};

/** Cannot take what it does not like. */
const choosy: Projection<DomainEvent> = {
  ...LIVE_PROJECTIONS[0]!,
  project: (recorded) => {
    if (recorded.event.type === 'AdvisoryChanged' && recorded.event.noticeId === 'notice-40') throw new Error('bug');
    return LIVE_PROJECTIONS[0]!.project(recorded);
  },
};

describe('whether an arbiter holds what a batch rests on or asks for it', () => {
  const open: JudgedDatabase[] = [];
  beforeAll(async () => {
    open.push(await JudgedDatabase.open(), await JudgedDatabase.open());
  });
  afterAll(async () => {
    for (const db of open) await db.close();
  });
  beforeEach(() => clear());
  const clear = () => Promise.all(open.map((db) => db.clear()));

  const attempts = fc.array(attempt, { minLength: 12, maxLength: 32, size: 'max' });
  const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 });

  it('makes no difference to any row, nor to what is told', async () => {
    const ways = { held: 0, asked: 0 };
    const projections = [choosy, ...LIVE_PROJECTIONS.slice(1)];
    await fc.assert(
      fc.asyncProperty(attempts, sizes, async (tried, cuts) => {
        await clear();
        const [one, other] = open as [JudgedDatabase, JudgedDatabase];
        const holding = one.arbiter(projections);
        for (const batch of cutAt(logOf(tried), cuts))
          await Promise.all([holding.take(PARTITION, batch), other.arbiter(projections).take(PARTITION, batch)]);
        expect(await one.everything()).toEqual(await other.everything());
        expect(await one.told()).toEqual(await other.told());
        expect(one.warnings).toEqual(other.warnings);
        expect(other.batches.every(({ from }) => from === 'asked')).toBe(true);
        for (const { from } of one.batches) ways[from]++;
      }),
      { numRuns: 6, endOnFailure: true },
    );
    expect(ways.held).toBeGreaterThan(5);
    expect(ways.asked).toBeGreaterThan(5);
  }, 180_000);

  const turn = fc.record({ whose: fc.constantFrom('one', 'other', 'both'), times: fc.integer({ min: 1, max: 8 }) });
  const turns = fc.array(turn, { minLength: 1, maxLength: 12, size: 'max' });

  it('makes none where two that hold take turns, or take the same at once', async () => {
    let held = 0;
    await fc.assert(
      fc.asyncProperty(attempts, sizes, sizes, turns, async (tried, cuts, otherCuts, order) => {
        await clear();
        const [shared, alone] = open as [JudgedDatabase, JudgedDatabase];
        const log = logOf(tried);
        for (const batch of cutAt(log, cuts)) await alone.arbiter().take(PARTITION, batch);

        const readers = [cuts, otherCuts].map((own) => ({ arbiter: shared.arbiter(), waiting: cutAt(log, own) }));
        const next = async (which: number): Promise<void> => {
          const { arbiter, waiting } = readers[which]!;
          const batch = waiting.shift();
          if (batch === undefined) return;
          await arbiter.take(PARTITION, batch);
        };
        for (const { whose, times } of order)
          for (let n = 0; n < times; n++) await Promise.all([whose !== 'other' && next(0), whose !== 'one' && next(1)]);
        for (const which of [0, 1]) while (readers[which]!.waiting.length > 0) await next(which);

        expect(await shared.everything()).toEqual(await alone.everything());
        // The order of names in an object says nothing: a verdict that is told again has that of PostgreSQL.
        const sorted = async (db: JudgedDatabase) => (await db.told()).map((verdict) => canonicalize(verdict)).sort();
        expect(await sorted(shared)).toEqual(await sorted(alone));
        held += shared.batches.filter(({ from }) => from === 'held').length;
      }),
      { numRuns: 6, endOnFailure: true },
    );
    expect(held).toBeGreaterThan(0);
  }, 180_000);
});
