import { afterEach, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { eventually } from '../../../../test/support/eventually.js';
import { copyFolders } from '../../../../test/support/folder-copies.js';
import { ownKafka, removeServers } from '../../../../test/support/own-server.js';
import { openKafkaEventLog } from './kafka-event-log.js';
import { ensureTopic } from './topic.js';

const TOPIC = 'regrown';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
}, 60_000);

describe('a log that was cut off and has grown again beyond the place, all between two looks', () => {
  it.each([
    ['the folder of its partition was put back', `${TOPIC}-0`],
    ['all that the broker keeps was put back', undefined],
  ])(
    'where %s: nothing of the new one is delivered',
    async (_, begin) => {
      const { server, brokers, data } = await ownKafka();
      closing.push(() => removeServers([server]));
      const settings = { brokers: [brokers], topic: TOPIC, clientId: 'test', warn: () => undefined };
      await ensureTopic(settings, { partitions: 1 });
      const log = await openKafkaEventLog(settings);
      closing.push(() => log.close());
      const append = (text: string) => log.append({ partition: 0, key: Buffer.from('k'), value: Buffer.from(text) });
      await append('a');
      const older = `${server.directory}/older`;
      await server.kill();
      copyFolders(data, older);
      await server.start();

      const got: string[] = [];
      const following = await log.follow([1], async (__, records) => void got.push(...records.map(({ value }) => String(value))));
      closing.push(() => following.stop());
      await append('b');
      await append('c');
      await eventually(() => expect(got).toEqual(['a', 'b', 'c']), { within: 40_000 });

      await server.kill();
      copyFolders(older, data, begin);
      await server.start();
      const producer = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).producer();
      await producer.connect();
      await producer.send({ topic: TOPIC, messages: ['x', 'y', 'z'].map((value) => ({ partition: 0, value })) });
      await producer.disconnect();
      await eventually(() => expect(following.state().halted.get(0)).toMatch(/another record at offset 3 than was read there/), {
        within: 40_000,
      });
      expect(got).toEqual(['a', 'b', 'c']);
    },
    120_000,
  );
});
