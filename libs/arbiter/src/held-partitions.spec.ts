import { describe, expect, it } from '@jest/globals';
import type { Cursor } from './cursor.queries.js';
import { PartitionFold } from './fold.js';
import { HeldPartitions } from './held-partitions.js';

const cursor = (lastOffset: number, more: Partial<Cursor> = {}): Cursor => ({
  lastOffset,
  log: { log: 'l', partition: 1, partitions: 4 },
  recordedMs: 5,
  models: 0,
  table: 9,
  ...more,
});
const models = { parked: [], versions: new Map<string, number>() };
const touched = (...streams: string[]) => ({ commandIds: [], streams: streams.map((stream) => ({ situationId: 's', stream })) });
const foldOf = (versions: Record<string, number>, partition = 1) => {
  const fold = new PartitionFold(partition, undefined);
  for (const [stream, version] of Object.entries(versions)) fold.setVersion('s', stream, version);
  return fold;
};
/** After a batch that left the cursor at 4 and touched streams a and b, the second of which nobody has written. */
const held = (most?: number): HeldPartitions => {
  const partitions = new HeldPartitions(most);
  partitions.hold(cursor(2), cursor(4), models, foldOf({ a: 3 }), touched('a', 'b'));
  return partitions;
};
const versions = (partitions: HeldPartitions, offset: number, ...streams: string[]) => {
  const fold = partitions.before(1, offset, touched(...streams))?.fold;
  return fold && streams.map((stream) => fold.version('s', stream));
};

describe('what is held of a partition', () => {
  it('is what the record that is due rests on, where every stream of it is held', () => {
    expect(versions(held(), 5, 'a', 'b')).toEqual([3, 0]);
    expect(held().before(1, 5, touched('a'))).toMatchObject({ cursor: cursor(4), models, fold: { log: cursor(4).log } });
    expect(versions(held(), 4, 'a')).toBeUndefined();
    expect(versions(held(), 6, 'a')).toBeUndefined();
    expect(versions(held(), 5, 'a', 'c')).toBeUndefined();
    expect(held().before(2, 5, touched('a'))).toBeUndefined();
  });

  it('stays held from batch to batch', () => {
    const partitions = held();
    partitions.hold(cursor(4), cursor(6), models, foldOf({ b: 1, c: 2 }), touched('b', 'c'));
    expect(versions(partitions, 7, 'a', 'b', 'c')).toEqual([3, 1, 2]);
  });

  it.each([
    ['somewhere else', cursor(5)],
    ['where read models changed', cursor(4, { models: 1 })],
    ['in a schema made anew', cursor(4, { table: 8 })],
  ])('is given up by a batch that began %s, but for what that touched', (_, before) => {
    const partitions = held();
    partitions.hold(before, cursor(7), models, foldOf({ b: 1 }), touched('b'));
    expect(versions(partitions, 8, 'b')).toEqual([1]);
    expect(versions(partitions, 8, 'a')).toBeUndefined();
  });

  it('is gone when it is forgotten, and stays so when others are held', () => {
    const partitions = held();
    partitions.forget(1);
    expect(versions(partitions, 5, 'a')).toBeUndefined();
    partitions.hold(cursor(4), cursor(5), models, foldOf({ b: 1 }), touched('b'));
    expect(versions(partitions, 6, 'b')).toEqual([1]);
    expect(versions(partitions, 6, 'a')).toBeUndefined();
  });

  it('is of each partition by itself', () => {
    const partitions = held();
    partitions.hold(cursor(2), cursor(4), models, foldOf({ a: 8 }, 2), touched('a'));
    expect(versions(partitions, 5, 'a')).toEqual([3]);
    partitions.forget(2);
    expect(versions(partitions, 5, 'a')).toEqual([3]);
  });

  it('is the streams touched last, where there are too many', () => {
    const partitions = held(2);
    expect(versions(partitions, 5, 'a')).toEqual([3]);
    partitions.hold(cursor(4), cursor(5), models, foldOf({ c: 1 }), touched('c'));
    expect(versions(partitions, 6, 'a', 'c')).toEqual([3, 1]);
    expect(versions(partitions, 6, 'b')).toBeUndefined();
  });
});
