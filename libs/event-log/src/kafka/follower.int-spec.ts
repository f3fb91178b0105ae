import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { eventually } from '../../../../test/support/eventually.js';
import { stack, topicPrefix } from '../../../../test/support/stack.js';
import { createTopic } from '../../../../test/support/topic-admin.js';
import type { EventLog, FollowOptions, Following, LogRecord } from '../event-log.js';
import { openKafkaEventLog } from './kafka-event-log.js';

/** A topic, of one partition as a rule, the log on it, and a stranger with other ideas of what a log is. */
type Scene = { log: EventLog; admin: Admin; stranger: Kafka; topic: string; warnings: string[] };

/** An idle fetch takes a tenth of a second. */
const FETCHED_WITHIN_MS = 500;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const scene = async (partitions = 1): Promise<Scene> => {
  const topic = topicPrefix();
  const brokers = stack().brokers.split(',');
  const stranger = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });
  const admin = stranger.admin();
  await admin.connect();
  closing.push(() => admin.disconnect());
  await createTopic(admin, { topic, numPartitions: partitions });
  const warnings: string[] = [];
  const log = await openKafkaEventLog({ brokers, topic, clientId: 'test', warn: (message) => void warnings.push(message) });
  closing.push(() => log.close());
  return { log, admin, stranger, topic, warnings };
};

const followed = async (log: EventLog, from: number, options?: FollowOptions): Promise<{ got: LogRecord[]; following: Following }> => {
  const got: LogRecord[] = [];
  const following = await log.follow([from], async (_, records) => void got.push(...records), options);
  closing.push(() => following.stop());
  return { got, following };
};

const append = async (log: EventLog, ...texts: string[]) => {
  for (const text of texts) await log.append({ partition: 0, key: Buffer.from('k'), value: Buffer.from(text) });
};
const seen = (records: readonly LogRecord[]) => records.map(({ offset, value }) => `${offset} ${value?.toString() ?? 'nothing'}`);

describe('transactions of a stranger', () => {
  const transaction = async ({ log, stranger, topic }: Scene, end: 'commit' | 'abort', value: string) => {
    const before = (await log.ends())[0]!.end;
    const producer = stranger.producer({ transactionalId: `${topic}-${value}`, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const transacted = await producer.transaction();
    await transacted.send({ topic, messages: [{ partition: 0, value }] });
    await transacted[end]();
    await producer.disconnect();
    // Its mark is written when the coordinator gets round to it.
    await eventually(async () => expect((await log.ends())[0]!.end).toBe(before + 2));
  };

  /** One that holds a record and stays open. */
  const begun = async ({ stranger, topic }: Scene) => {
    const producer = stranger.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const open = await producer.transaction();
    await open.send({ topic, messages: [{ partition: 0, value: 'open' }] });
    return { producer, open };
  };

  it('hide no offset: what was aborted counts as any record, and the marks of their ends are records without anything', async () => {
    const there = await scene();
    await append(there.log, 'a');
    await transaction(there, 'commit', 'b');
    await transaction(there, 'abort', 'c');
    const expected = ['0 a', '1 b', '2 nothing', '3 c', '4 nothing'];
    const early = await followed(there.log, 0);
    await eventually(() => expect(seen(early.got)).toEqual(expected));
    await append(there.log, 'd');
    const late = await followed(there.log, 2);
    await eventually(() => expect(seen(late.got)).toEqual([...expected.slice(2), '5 d']));
    await eventually(() => expect(seen(early.got)).toEqual([...expected, '5 d']));
    // Whether it came alone, or among others: the same bytes, and the same time.
    expect(late.got[2]).toEqual(early.got[4]);
    const read = await there.log.read([4, 3, 2].map((offset) => ({ partition: 0, offset })));
    expect(read).toEqual([early.got[4], early.got[3], early.got[2]]);
  });

  it('leave nothing waiting that is fetched while their mark is being taken', async () => {
    const there = await scene();
    const { log } = there;
    const { producer, open } = await begun(there);
    const got: LogRecord[] = [];
    const following = await log.follow([0], async (_, records) => {
      if (records.some(({ value }) => value === null)) {
        await append(log, 'a');
        await pause(FETCHED_WITHIN_MS);
      }
      got.push(...records);
    });
    closing.push(() => following.stop());
    await eventually(() => expect(seen(got)).toEqual(['0 open']));
    await open.commit();
    await eventually(() => expect(seen(got)).toEqual(['0 open', '1 nothing']));
    // Long before a consumer that stands still would be replaced.
    await eventually(() => expect(seen(got)).toEqual(['0 open', '1 nothing', '2 a']), { within: 3_000 });
    await producer.disconnect();
  });

  it('leave nobody waiting while they are open', async () => {
    const there = await scene();
    const { log } = there;
    const { producer, open } = await begun(there);
    await append(log, 'a');
    const { got } = await followed(log, 0);
    await eventually(() => expect(seen(got)).toEqual(['0 open', '1 a']));
    await open.abort();
    await producer.disconnect();
  });
});

describe('records that are gone', () => {
  const deleteBefore = async ({ admin, topic }: Scene, offset: number) => {
    await admin.fetchTopicOffsets(topic); // else it knows no leader
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
  };

  it('halt the partition, naming the offsets', async () => {
    const there = await scene();
    await append(there.log, 'a', 'b', 'c', 'd');
    await deleteBefore(there, 3);
    const { got, following } = await followed(there.log, 1);
    await eventually(() => expect([...following.state().halted.keys()]).toEqual([0]));
    expect(following.state().halted.get(0)).toMatch(/^partition 0: offsets 1 to 2 are gone from the log, which goes on at 3/);
    expect(got).toEqual([]);
  });

  it('are passed as soon as that is allowed, and only these', async () => {
    const there = await scene();
    await append(there.log, 'a', 'b', 'c', 'd');
    await deleteBefore(there, 3);
    const asked: string[] = [];
    let allowed = false;
    const pass = async (partition: number, from: number, to: number) => {
      asked.push(`${partition}: ${from} up to ${to}`);
      return allowed;
    };
    const { got, following } = await followed(there.log, 1, { pass });
    await eventually(() => expect(asked.length).toBeGreaterThan(1));
    expect(got).toEqual([]);
    allowed = true;
    await append(there.log, 'e');
    await eventually(() => expect(seen(got)).toEqual(['3 d', '4 e']));
    expect(new Set(asked)).toEqual(new Set(['0: 1 up to 3']));
    expect(following.state().halted.size).toBe(0);
  });

  it('are noticed where nothing is left to deliver', async () => {
    const there = await scene();
    await append(there.log, 'a', 'b');
    await deleteBefore(there, 2);
    const { got, following } = await followed(there.log, 0, { pass: async () => true });
    await eventually(() => expect(there.warnings.join()).toContain('going on at offset 2'));
    await append(there.log, 'c');
    await eventually(() => expect(seen(got)).toEqual(['2 c']));
    expect(following.state().halted.size).toBe(0);
  });

  it('at the end halt it too: a log that ends below the record is not waited for', async () => {
    const { log } = await scene();
    await append(log, 'a');
    const { following } = await followed(log, 7);
    await eventually(() => expect(following.state().halted.get(0)).toMatch(/ends at 1, below the record, which holds offset 6/));
  });
});

describe('partitions that share a consumer', () => {
  /** Two partitions; records of the first are taken by `take`. Answers what came of the second. */
  const beside = async ({ log }: Scene, take: () => Promise<void>) => {
    const got: string[] = [];
    const following = await log.follow([0, 0], async (partition, records) => {
      if (partition === 0) return take();
      got.push(...records.map(({ value }) => String(value)));
    });
    closing.push(() => following.stop());
    return got;
  };
  const put = (log: EventLog, partition: number, text: string) =>
    log.append({ partition, key: Buffer.from('k'), value: Buffer.from(text) });

  it('one that waits its turn behind a long delivery is no stall: the consumer is left alone', async () => {
    const there = await scene(2);
    let begun: number | undefined;
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const got = await beside(there, () => {
      begun ??= Date.now();
      return released;
    });
    await put(there.log, 0, 'long');
    await eventually(() => expect(begun).toBeDefined());
    await put(there.log, 1, 'behind');
    // Longer than a consumer may stand still that delivers nothing.
    await eventually(() => expect(Date.now() - begun!).toBeGreaterThan(8_000));
    expect(there.warnings).toEqual([]);
    release();
    await eventually(() => expect(got).toEqual(['behind']));
    expect(there.warnings).toEqual([]);
  }, 60_000);

  it('one whose records are refused holds up nobody else', async () => {
    const there = await scene(2);
    let refusals = 0;
    const got = await beside(there, async () => {
      refusals += 1;
      throw new Error('not now');
    });
    await put(there.log, 0, 'refused');
    await eventually(() => expect(refusals).toBeGreaterThan(0));
    for (let n = 0; n < 3; n++) {
      await put(there.log, 1, `taken ${n}`);
      await eventually(() => expect(got).toHaveLength(n + 1), { within: 3_000 });
    }
    const before = refusals;
    await eventually(() => expect(refusals).toBeGreaterThan(before));
  }, 60_000);
});

describe('a partition that is left', () => {
  it('is no stall, however long records wait in it', async () => {
    const { log, warnings } = await scene();
    const { got, following } = await followed(log, 0);
    following.leave(0);
    const left = Date.now();
    await append(log, 'a');
    // Longer than a consumer may stand still that delivers nothing.
    await eventually(() => expect(Date.now() - left).toBeGreaterThan(8_000));
    expect([got, warnings]).toEqual([[], []]);
    expect(following.takeUp({ partition: 0, next: 0, before: undefined })).toBe(true);
    await eventually(() => expect(seen(got)).toEqual(['0 a']));
  }, 60_000);

  it('is not taken up from where it was left, and nothing of it is lost or comes twice', async () => {
    const { log } = await scene();
    const { got, following } = await followed(log, 0);
    await append(log, 'a');
    await eventually(() => expect(seen(got)).toEqual(['0 a']));
    following.leave(0);
    await append(log, 'b', 'c');
    const [before] = await log.read([{ partition: 0, offset: 1 }]);
    following.takeUp({ partition: 0, next: 2, before });
    await append(log, 'd');
    await eventually(() => expect(seen(got)).toEqual(['0 a', '2 c', '3 d']));
  });

  it('is halted when it is taken up where the log holds another record than was judged, and nothing of it is delivered', async () => {
    const { log } = await scene();
    await append(log, 'a', 'b', 'c');
    const got: LogRecord[] = [];
    const following = await log.follow([0], async (_, records) => void got.push(...records), { active: [] });
    closing.push(() => following.stop());
    const [b] = await log.read([{ partition: 0, offset: 1 }]);
    following.takeUp({ partition: 0, next: 2, before: { ...b!, value: Buffer.from('what was judged') } });
    await eventually(() => expect(following.state().halted.get(0)).toMatch(/holds another record at offset 1 than was read there/));
    expect(got).toEqual([]);
    // Where the log is what it was after all, it goes on.
    following.leave(0);
    expect(following.state().halted.size).toBe(0);
    following.takeUp({ partition: 0, next: 2, before: b });
    await eventually(() => expect(seen(got)).toEqual(['2 c']));
  });

  it('is halted where the log ends below what was judged', async () => {
    const { log } = await scene();
    await append(log, 'a');
    const [a] = await log.read([{ partition: 0, offset: 0 }]);
    const { got, following } = await followed(log, 1, { active: [] });
    following.takeUp({ partition: 0, next: 7, before: { ...a!, offset: 6 } });
    await eventually(() => expect(following.state().halted.get(0)).toMatch(/ends at 1, below the record, which holds offset 6/));
    expect(got).toEqual([]);
  });
});

describe('what is not taken', () => {
  it('is said not to be, with the reason, until it is', async () => {
    const { log } = await scene();
    await append(log, 'a');
    let broken = true;
    const following = await log.follow([0], async () => {
      if (broken) throw new Error('the database is gone');
    });
    closing.push(() => following.stop());
    const refused = await eventually(() => following.state().refused.get(0) ?? Promise.reject(new Error('not refused')));
    expect(refused.reason).toBe('the database is gone');
    expect(Date.now() - refused.since).toBeLessThan(5_000);
    broken = false;
    await eventually(() => expect(following.state().refused.size).toBe(0));
  });

  it('an idle follower says when the log last answered, again and again', async () => {
    const { log } = await scene();
    const { following } = await followed(log, 0);
    const first = await eventually(() => following.state().answeredAt ?? Promise.reject(new Error('not yet')));
    await eventually(() => expect(following.state().answeredAt).toBeGreaterThan(first));
  });
});
