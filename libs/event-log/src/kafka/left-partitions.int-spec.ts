import { afterEach, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { ownKafka, removeServers } from '../../../../test/support/own-server.js';
import { openKafkaEventLog } from './kafka-event-log.js';
import { ensureTopic } from './topic.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
}, 60_000);

it('partitions that are left stay left when a new consumer is made; and who left all hears from the log while it answers, and only then', async () => {
  const { server, brokers } = await ownKafka();
  closing.push(() => removeServers([server]));
  const warnings: string[] = [];
  const settings = { brokers: [brokers], topic: 'left', clientId: 'test', warn: (message: string) => void warnings.push(message) };
  await ensureTopic(settings, { partitions: 2 });
  const log = await openKafkaEventLog(settings);
  closing.push(() => log.close());
  const got: string[] = [];
  const following = await log.follow([1, 1], async (_, records) => void got.push(...records.map(({ value }) => String(value))));
  closing.push(() => following.stop());
  const append = (partition: number, text: string) => log.append({ partition, key: Buffer.from('k'), value: Buffer.from(text) });
  following.leave(0);
  await append(0, 'before, in what is left');
  await append(1, 'before');
  await eventually(() => expect(got).toEqual(['before']));

  await server.kill();
  await eventually(() => expect(warnings.join()).toMatch(/a new one will be made|could not be checked/), { within: 30_000 });
  await server.start();
  await eventually(() => log.ends(), { within: 60_000 });
  await append(0, 'after, in what is left');
  await append(1, 'after');
  await eventually(() => expect(got).toEqual(['before', 'after']), { within: 40_000 });

  following.leave(1);
  const heard = () => following.state().answeredAt ?? 0;
  const left = Date.now();
  await eventually(() => expect(heard()).toBeGreaterThan(left + 1_000));
  await server.kill();
  const killed = Date.now();
  await eventually(() => expect(Date.now()).toBeGreaterThan(killed + 4_000));
  expect(heard()).toBeLessThan(killed + 1_000);
  await server.start();
  await eventually(() => expect(heard()).toBeGreaterThan(killed + 4_000), { within: 60_000 });

  const before = (await log.read([{ partition: 0, offset: 1 }]))[0];
  await eventually(() => expect(following.takeUp({ partition: 0, next: 2, before })).toBe(true));
  await eventually(() => expect(got).toEqual(['before', 'after', 'after, in what is left']));
}, 180_000);
