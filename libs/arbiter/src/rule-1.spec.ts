import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Commit, decodeRecord, encodeCommit, partitionOf, UnknownNumber } from '../../event-log/src/index.js';
import { PartitionFold } from './fold.js';
import { type Judgement, rule1 } from './rule-1.js';

const LOG = '00000000-0000-4000-8000-000000000000';
const PARTITIONS = 4;
const SITUATION = 'mali-2025';
const PARTITION = partitionOf(SITUATION, PARTITIONS);

type Raw = { key: Buffer | null; value: Buffer | null };
const raw = (key: string, value: unknown): Raw => ({
  key: Buffer.from(key),
  value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});
const identity = (partition = PARTITION): Raw => raw('_log', { log: LOG, partition, partitions: PARTITIONS });
const uuid = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
const commit = (id: number, conditions: Commit['conditions'], streams: string[], extra: Partial<Commit> = {}): Commit => ({
  envelope: 1,
  rule: 1,
  commandId: uuid(id),
  requestHash: 'a'.repeat(64),
  situationId: SITUATION,
  conditions,
  events: streams.map((stream, index) => ({ id: uuid(id * 100 + index), type: 'T', schema: 1, stream, data: {} })),
  actor: 'anonymous',
  correlationId: 'c',
  ...extra,
});
const written = (value: Commit): Raw => ({ key: Buffer.from(value.situationId), value: encodeCommit(value) });

const judge = (records: readonly Raw[], partition = PARTITION): { judgements: Judgement[]; fold: PartitionFold } => {
  const fold = new PartitionFold(partition, undefined);
  const judgements = records.map((record, offset) => {
    const decoded = decodeRecord(record);
    const judgement = rule1(fold, partition, offset, decoded);
    if (offset === 0 && decoded.kind === 'log') fold.log = decoded.marker;
    fold.take(offset, judgement);
    return judgement;
  });
  return { judgements, fold };
};
const verdicts = (records: readonly Raw[], partition = PARTITION) => judge(records, partition).judgements.map(({ verdict }) => verdict);

describe('rule 1', () => {
  it('accepts a commit whose conditions hold, and counts its events', () => {
    const { judgements, fold } = judge([
      identity(),
      written(commit(1, [{ stream: 's', version: 'none' }], ['s', 's'])),
      written(commit(2, [{ stream: 's', version: 2 }], ['s'])),
    ]);
    expect(judgements.map(({ verdict }) => verdict)).toEqual(['marker', 'accepted', 'accepted']);
    expect(fold.version(SITUATION, 's')).toBe(3);
  });
  it('refuses a commit whose condition fails, naming the stream', () => {
    const { judgements } = judge([
      identity(),
      written(commit(1, [], ['s'])),
      written(commit(2, [{ stream: 's', version: 'none' }], ['s'])),
    ]);
    expect(judgements[2]).toMatchObject({ verdict: 'conflict', reason: 's is at version 1, not none' });
  });
  it('looks at conditions on streams that are not written', () =>
    expect(verdicts([identity(), written(commit(1, [], ['a'])), written(commit(2, [{ stream: 'a', version: 0 }], ['b']))])).toEqual([
      'marker',
      'accepted',
      'conflict',
    ]));
  it('takes any version where it is asked to', () =>
    expect(verdicts([identity(), written(commit(1, [], ['a'])), written(commit(2, [{ stream: 'a', version: 'any' }], ['a']))])).toEqual([
      'marker',
      'accepted',
      'accepted',
    ]));
  it('calls the second record of a command a duplicate, even after a conflict', () => {
    const lost = written(commit(1, [{ stream: 's', version: 5 }], ['s']));
    expect(verdicts([identity(), lost, lost])).toEqual(['marker', 'conflict', 'duplicate']);
  });
  it('records a commit without events', () => expect(verdicts([identity(), written(commit(1, [], []))])).toEqual(['marker', 'accepted']));
  it.each<[string, Raw]>([
    ['garbage', raw('x', 'garbage')],
    ['no value', { key: Buffer.from('x'), value: null }],
    ['bytes that are not UTF-8', { key: Buffer.from('x'), value: Buffer.from([0xff, 0xfe]) }],
    ['JSON that is no commit', raw('x', { hello: 1 })],
    ['an unknown field', raw(SITUATION, { ...commit(1, [], []), more: 1 })],
    ['a situation that is not the key', raw('other', commit(1, [], []))],
    ['a command id in capitals', raw(SITUATION, { ...commit(1, [], []), commandId: 'ABCDEF00-0000-4000-9000-000000000000' })],
    ['a version beyond 2^31', raw(SITUATION, commit(1, [{ stream: 's', version: 2 ** 31 }], []))],
    ['a stream with a NUL', raw(SITUATION, commit(1, [], ['a\u0000']))],
    ['a second identity', identity()],
    ['another value under _log', raw('_log', { log: 'x' })],
    ['another value under _rule', raw('_rule', { rule: 'one' })],
  ])('calls %s malformed', (_, record) => expect(verdicts([identity(), record])).toEqual(['marker', 'malformed']));
  it('calls a situation of another partition malformed', () => {
    const elsewhere = (PARTITION + 1) % PARTITIONS;
    expect(verdicts([identity(elsewhere), written(commit(1, [], ['s']))], elsewhere)).toEqual(['marker', 'malformed']);
  });
  it('takes the marker of its own rule', () => expect(verdicts([identity(), raw('_rule', { rule: 1 })])).toEqual(['marker', 'marker']));
  it.each<[string, Raw]>([
    ['rule marker', raw('_rule', { rule: 2 })],
    ['rule', raw(SITUATION, { ...commit(1, [], []), rule: 2 })],
    ['envelope', raw(SITUATION, { envelope: 7 })],
  ])('halts at a %s of a number that it does not know', (_, record) => expect(() => verdicts([identity(), record])).toThrow(UnknownNumber));
});

/** A schedule: writers decide on what they last read, acks get lost and are sent again, old records arrive late. */
const schedule = fc.array(
  fc.record({
    writer: fc.integer({ min: 0, max: 3 }),
    act: fc.constantFrom('read', 'write', 'write', 'write', 'resend', 'zombie', 'garbage'),
    stream: fc.constantFrom('a', 'b', 'c'),
    also: fc.constantFrom('a', 'b', 'c', undefined),
    events: fc.integer({ min: 0, max: 3 }),
    loose: fc.boolean(),
    lag: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 40 },
);
type Step = typeof schedule extends fc.Arbitrary<infer Steps> ? (Steps extends (infer One)[] ? One : never) : never;

const run = (steps: readonly Step[]): Raw[] => {
  const log: Raw[] = [identity()];
  const views: PartitionFold[] = Array.from({ length: 4 }, () => judge(log).fold);
  let inFlight: { record: Raw; due: number }[] = [];
  let id = 0;
  const flush = (now: number) => {
    log.push(...inFlight.filter(({ due }) => due <= now).map(({ record }) => record));
    inFlight = inFlight.filter(({ due }) => due > now);
  };
  steps.forEach(({ writer, act, stream, also, events, loose, lag }, now) => {
    flush(now);
    const view = views[writer]!;
    if (act === 'read') views[writer] = judge(log).fold;
    if (act === 'garbage') log.push(raw('x', 'garbage'));
    if (act === 'resend' && log.length > 1) log.push(log.at(-1)!);
    if (act === 'zombie' && log.length > 1) inFlight.push({ record: log[1 + ((now * 7) % (log.length - 1))]!, due: now + lag });
    if (act !== 'write') return;
    const conditions = [stream, ...(also === undefined ? [] : [also])].map((name) => ({
      stream: name,
      version: loose ? ('any' as const) : view.version(SITUATION, name) || ('none' as const),
    }));
    // Delayed by `lag`, so that records overtake each other between writers.
    inFlight.push({
      record: written(
        commit(
          ++id,
          conditions,
          Array.from({ length: events }, () => stream),
        ),
      ),
      due: now + lag,
    });
  });
  flush(Number.POSITIVE_INFINITY);
  return log;
};

describe('for any schedule of writers with lost acks, duplicates, reordering and late zombies', () => {
  it('a prefix keeps its verdicts, versions are 1..n, a command is accepted once, and two readers agree', () => {
    let accepted = 0;
    let conflicts = 0;
    let duplicates = 0;
    fc.assert(
      fc.property(schedule, fc.nat(), (steps, cut) => {
        const log = run(steps);
        const { judgements, fold } = judge(log);
        const all = judgements.map(({ verdict }) => verdict);
        expect(verdicts(log.slice(0, cut % (log.length + 1)))).toEqual(all.slice(0, cut % (log.length + 1)));

        const versions = new Map<string, number>();
        const once = new Set<string>();
        judgements.forEach((judgement) => {
          if (judgement.verdict === 'conflict') conflicts++;
          if (judgement.verdict === 'duplicate') duplicates++;
          if (judgement.verdict !== 'accepted') return;
          accepted++;
          expect(once.has(judgement.commit.commandId)).toBe(false);
          once.add(judgement.commit.commandId);
          for (const { stream, version } of judgement.commit.conditions) {
            if (version !== 'any') expect(versions.get(stream) ?? 0).toBe(version === 'none' ? 0 : version);
          }
          for (const { stream } of judgement.commit.events) versions.set(stream, (versions.get(stream) ?? 0) + 1);
        });
        for (const stream of ['a', 'b', 'c']) expect(fold.version(SITUATION, stream)).toBe(versions.get(stream) ?? 0);
        expect(judge(log).judgements).toEqual(judgements);
      }),
      { numRuns: 10_000 },
    );
    // The schedules are worth something only if they get there.
    expect(Math.min(accepted, conflicts, duplicates)).toBeGreaterThan(1_000);
  }, 120_000);
});
