import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import type { EventLog, Following, LogRecord } from './event-log.js';

const record = (partition: number, text: string) => ({ partition, key: Buffer.from('k'), value: Buffer.from(text) });
const texts = (records: readonly LogRecord[]) => records.map(({ value }) => value?.toString());

/** Every adapter runs this; an adapter is correct when it passes. `create` gives an empty log of at least two partitions. */
export const eventLogContract = (name: string, create: () => Promise<EventLog>) =>
  describe(`${name} keeps the EventLog contract`, () => {
    const open: { log?: EventLog; following: Following[] } = { following: [] };
    const start = async () => (open.log = await create());
    const follow = async (
      log: EventLog,
      from: number[],
      deliver: (partition: number, records: readonly LogRecord[]) => Promise<void> | void,
    ) => {
      const following = await log.follow(from, async (partition, records) => deliver(partition, records));
      open.following.push(following);
      return following;
    };
    const everyPartition = (log: EventLog, offset: number) => Array.from({ length: log.partitions }, () => offset);
    /** Follows until `count` records of partition 0 have come. */
    const collect = (log: EventLog, from: number, count: number) =>
      new Promise<LogRecord[]>((resolve, reject) => {
        const got: LogRecord[] = [];
        follow(log, everyPartition(log, from), (partition, records) => {
          if (partition !== 0) return;
          got.push(...records);
          if (got.length >= count) resolve(got);
        }).catch(reject);
      });

    afterEach(async () => {
      await Promise.all(open.following.splice(0).map((following) => following.stop()));
      await open.log?.close();
    });

    it('is empty at first', async () => {
      const log = await start();
      const ends = await log.ends();
      expect(ends.map(({ start: first, end }) => [first, end])).toEqual(everyPartition(log, 0).map(() => [0, 0]));
    });

    it('delivers what was appended, in order, without a gap, with its bytes and a time', async () => {
      const log = await start();
      for (const text of ['a', 'b', 'ü\u0000\ud83d\udd25']) await log.append(record(0, text));
      const records = await collect(log, 0, 3);
      expect(texts(records)).toEqual(['a', 'b', 'ü\u0000\ud83d\udd25']);
      expect(records.map(({ partition, offset, key }) => [partition, offset, key?.toString()])).toEqual([
        [0, 0, 'k'],
        [0, 1, 'k'],
        [0, 2, 'k'],
      ]);
      expect(records.every(({ brokerMs, headers }) => brokerMs > 0 && headers.toString() === '[]')).toBe(true);
    });

    it('delivers what is appended while it is followed', async () => {
      const log = await start();
      const following = collect(log, 0, 2);
      await log.append(record(0, 'a'));
      await log.append(record(0, 'b'));
      expect(texts(await following)).toEqual(['a', 'b']);
    });

    it('delivers from the asked offset on', async () => {
      const log = await start();
      for (const text of ['a', 'b', 'c']) await log.append(record(0, text));
      expect(texts(await collect(log, 2, 1))).toEqual(['c']);
    });

    it('delivers again what was not taken, and nothing after it before', async () => {
      const log = await start();
      for (const text of ['a', 'b', 'c']) await log.append(record(0, text));
      const seen: (string | undefined)[] = [];
      await new Promise<void>((resolve) => {
        let refusals = 2;
        void follow(log, everyPartition(log, 0), (_, records) => {
          if (refusals-- > 0) throw new Error('not now');
          seen.push(...texts(records));
          if (seen.length >= 3) resolve();
        });
      });
      expect(seen).toEqual(['a', 'b', 'c']);
    });

    it('keeps every one of many concurrent appends', async () => {
      const log = await start();
      const sent = Array.from({ length: 200 }, (_, n) => String(n));
      await Promise.all(sent.map((text) => log.append(record(0, text))));
      const got = texts(await collect(log, 0, 200));
      expect(new Set(got)).toEqual(new Set(sent));
    });

    it('keeps partitions apart', async () => {
      const log = await start();
      await log.append(record(1, 'x'));
      await log.append(record(0, 'y'));
      const ends = await log.ends();
      expect(ends.filter(({ partition }) => partition < 2).map(({ end }) => end)).toEqual([1, 1]);
      expect(texts(await collect(log, 0, 1))).toEqual(['y']);
    });

    it('delivers nothing of a partition that is left, and goes on where it is told when it is taken up', async () => {
      const log = await start();
      const got: string[] = [];
      const following = await follow(log, everyPartition(log, 0), (partition, records) => {
        got.push(...records.map(({ offset, value }) => `${partition}-${offset} ${String(value)}`));
      });
      await log.append(record(0, 'a'));
      await eventually(() => expect(got).toEqual(['0-0 a']));
      following.leave(0);
      expect(following.state().active).not.toContain(0);
      for (const text of ['b', 'c', 'd']) await log.append(record(0, text));
      await log.append(record(1, 'x'));
      await eventually(() => expect(got).toEqual(['0-0 a', '1-0 x']));
      const [before] = await log.read([{ partition: 0, offset: 1 }]);
      expect(following.takeUp({ partition: 0, next: 2, before })).toBe(true);
      expect(following.state().active).toContain(0);
      await eventually(() => expect(got).toEqual(['0-0 a', '1-0 x', '0-2 c', '0-3 d']));
    });

    it('begins with those partitions that it is told to', async () => {
      const log = await start();
      for (const partition of [0, 1]) await log.append(record(partition, `of ${partition}`));
      const got: string[] = [];
      const following = await log.follow(
        everyPartition(log, 0),
        async (_, records) => void got.push(...records.map(({ value }) => String(value))),
        {
          active: [1],
        },
      );
      open.following.push(following);
      expect(following.state().active).toEqual([1]);
      await eventually(() => expect(got).toEqual(['of 1']));
      expect(following.takeUp({ partition: 0, next: 0, before: undefined })).toBe(true);
      await eventually(() => expect(got).toEqual(['of 1', 'of 0']));
    });

    it('does not deliver again what is refused after it was left, and cannot take it up before that is over', async () => {
      const log = await start();
      let attempts = 0;
      let refuse!: (error: Error) => void;
      const taken: string[] = [];
      const following = await follow(log, everyPartition(log, 0), (_, records) => {
        attempts += 1;
        if (attempts > 1) return void taken.push(...records.map(({ value }) => String(value)));
        return new Promise<void>((__, reject) => (refuse = reject));
      });
      await log.append(record(0, 'a'));
      await eventually(() => expect(attempts).toBe(1));
      following.leave(0);
      const from = { partition: 0, next: 1, before: (await log.read([{ partition: 0, offset: 0 }]))[0] };
      expect(following.takeUp(from)).toBe(false);
      refuse(new Error('another was before me'));
      await log.append(record(0, 'b'));
      await eventually(() => expect(following.takeUp(from)).toBe(true));
      await eventually(() => expect(taken).toEqual(['b']));
      expect([attempts, following.state().refused.size]).toEqual([2, 0]);
    });

    it('reads single records by position', async () => {
      const log = await start();
      for (const text of ['a', 'b']) await log.append(record(0, text));
      const read = await log.read([
        { partition: 0, offset: 1 },
        { partition: 0, offset: 7 },
        { partition: 0, offset: 0 },
      ]);
      expect(read.map((found) => found?.value?.toString())).toEqual(['b', undefined, 'a']);
    });
  });
