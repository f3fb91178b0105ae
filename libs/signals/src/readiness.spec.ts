import { describe, expect, it } from '@jest/globals';
import { asFollower, gapOf, isLive, lagOf, reasonsOf, replicaLagOf, standingStill, type StandingStill } from './readiness.js';
import type { PartitionSample, Sample } from './sample.js';

const partition = (more: Partial<PartitionSample> = {}): PartitionSample => ({ partition: 0, start: 0, end: 10, cursor: 9, ...more });
const sample = (more: Partial<Sample> = {}): Sample => ({
  at: 0,
  partitions: [partition()],
  parked: [],
  beatAgeMs: 100,
  frozenPartitions: 1,
  databaseFault: undefined,
  logFault: undefined,
  replica: undefined,
  ...more,
});
const codes = (one: Sample | undefined, still: StandingStill = new Map(), now = one?.at ?? 0) =>
  reasonsOf(one, still, now).map(({ code }) => code);

describe('lag', () => {
  it('is what the broker has beyond the cursor', () =>
    expect([lagOf(partition()), lagOf(partition({ end: 15 })), lagOf(partition({ end: 1, cursor: -1 }))]).toEqual([0, 5, 1]));
  it('is unknown, and not 0, where one of the two is', () =>
    expect([lagOf(partition({ end: undefined })), lagOf(partition({ cursor: undefined }))]).toEqual([undefined, undefined]));
  it('is unknown, and not 0, where the log ends below the record', () => expect(lagOf(partition({ end: 5 }))).toBeUndefined());
});

it('a gap is what is gone before it was judged', () =>
  expect([gapOf(partition({ start: 4 })), gapOf(partition({ start: 12, end: 20 })), gapOf(partition({ start: undefined }))]).toEqual([
    0,
    2,
    undefined,
  ]));

describe('standing still', () => {
  const looks = (...seen: [at: number, one: Partial<PartitionSample>][]) =>
    seen.reduce<StandingStill>((still, [at, one]) => standingStill(still, sample({ at, partitions: [partition(one)] })), new Map());
  const live = (still: StandingStill, now: number) => isLive(partition(), still, now);

  it('begins when records wait and the cursor does not move', () => {
    const still = looks([0, { end: 10 }], [1_000, { end: 12 }], [4_000, { end: 12 }], [6_500, { end: 20 }]);
    expect([live(still, 6_000), live(still, 6_500)]).toEqual([true, false]);
  });
  it('ends when it moves, however slowly', () => {
    const still = looks([0, { end: 20 }], [5_000, { end: 20, cursor: 10 }], [9_900, { end: 20, cursor: 10 }]);
    expect(live(still, 9_900)).toBe(true);
  });
  it('is no matter of a partition at the end of the log', () => expect(live(looks([0, {}], [60_000, {}]), 60_000)).toBe(true));
  it('goes on while the broker or the database are silent', () => {
    expect(live(looks([0, { end: 12 }], [6_000, { end: undefined }]), 6_000)).toBe(false);
    expect(live(looks([0, { end: 12 }], [6_000, { cursor: undefined }]), 6_000)).toBe(false);
  });
});

describe('readiness', () => {
  it('is given where nothing speaks against it', () => expect(codes(sample())).toEqual([]));
  it('is not given before the first look, nor by an old one', () => {
    expect(codes(undefined)).toEqual(['starting']);
    expect(codes(sample(), new Map(), 9_000)).toEqual(['unknown']);
  });
  it.each<[string, Partial<Sample>]>([
    ['database-unreachable', { databaseFault: 'refused', parked: undefined, beatAgeMs: undefined }],
    ['log-unreachable', { logFault: 'refused', partitions: [partition({ start: undefined, end: undefined })] }],
    ['no-projector', { beatAgeMs: undefined }],
    ['no-projector', { beatAgeMs: 5_001 }],
    ['log-below-record', { partitions: [partition({ end: 3 })] }],
    ['partition-gap', { partitions: [partition({ start: 12, end: 20 })] }],
    ['partitions-changed', { partitions: [partition(), partition({ partition: 1, end: 0, cursor: undefined })] }],
    ['not-begun', { partitions: [partition({ cursor: -1, end: 0 })], frozenPartitions: undefined }],
    ['replica-unreachable', { replica: { shown: undefined, fault: 'refused', refused: false } }],
    ['replica-refused', { replica: { shown: undefined, fault: 'of another log', refused: true } }],
    ['model-parked', { parked: [{ name: 'timeline', partition: 0, lastOffset: 4, error: 'Error: bug' }] }],
  ])('is refused with %s', (code, more) => expect(codes(sample(more))).toEqual([code]));
  it('is refused where a cursor stands still, saying how far and how long', () => {
    const still = new Map([[0, { cursor: 9, since: 0 }]]);
    const [reason] = reasonsOf(sample({ at: 7_000, partitions: [partition({ end: 12 })] }), still, 7_000);
    expect(reason).toMatchObject({
      code: 'partition-stalled',
      detail: 'partition 0 is 2 records behind and nobody has judged one for 7 s',
    });
  });
});

describe('a replica', () => {
  const showing = (offset: number | undefined, more: Partial<Sample> = {}) =>
    sample({ replica: { shown: new Map(offset === undefined ? [] : [[0, offset]]), fault: undefined, refused: false }, ...more });
  const reasons = (...looks: Sample[]) => {
    const still = looks.reduce<StandingStill>((before, look) => standingStill(before, asFollower(look)), new Map());
    return reasonsOf(looks.at(-1), new Map(), looks.at(-1)!.at, still);
  };
  const lag = (one: Sample) => replicaLagOf(one, one.partitions[0]!);

  it('is behind by what was judged and it does not show; it may have been asked a moment later', () =>
    expect([lag(showing(9)), lag(showing(4)), lag(showing(11))]).toEqual([0, 5, 0]));
  it('is behind by nobody knows how much, and not by 0, where one of the two is silent', () =>
    expect([lag(showing(undefined)), lag(showing(9, { partitions: [partition({ cursor: undefined })] })), lag(sample())]).toEqual([
      undefined,
      undefined,
      undefined,
    ]));
  it('that stands behind is complained of after a while, saying how far and how long', () => {
    expect(reasons(showing(4), showing(4, { at: 5_000 }))).toEqual([]);
    expect(reasons(showing(4), showing(4, { at: 6_000 }))).toMatchObject([
      { code: 'replica-stalled', detail: 'the replica is 5 records behind in partition 0 and has shown nothing new for 6 s' },
    ]);
  });
  it('that goes on, however slowly, or has all there is, is not', () => {
    expect(reasons(showing(4), showing(5, { at: 6_000 }))).toEqual([]);
    expect(reasons(showing(9), showing(9, { at: 60_000 }))).toEqual([]);
  });
  it('is complained of beside a database that is silent', () =>
    expect(codes(sample({ databaseFault: 'refused', replica: { shown: undefined, fault: 'refused', refused: false } }))).toEqual([
      'database-unreachable',
      'replica-unreachable',
    ]));
});
