import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { ensureTopic, LOG_KEY } from '../libs/event-log/src/index.js';
import { type Contender, timed } from './contender.js';
import { patiently } from './patiently.js';
import type { Place } from './places.js';

/** Longer than a round trip; the broker answers at once where there is a record. */
const MAX_WAIT_MS = 100;

/** Produce with acks=all, until consumed: kafkajs alone, with a topic of the same settings and records of the same bytes. */
export const rawKafka = async ({ brokers, topicPrefix }: Place, records: readonly { key: Buffer; value: Buffer }[]): Promise<Contender> => {
  const topic = `${topicPrefix}.raw`;
  await patiently(() => ensureTopic({ brokers, topic, clientId: 'bench-raw', warn: console.error }));
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'bench-raw', logLevel: kafkajs.logLevel.ERROR });
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  const consumer = kafka.consumer({ groupId: `${topic}.${randomUUID()}`, minBytes: 1, maxWaitTimeInMs: MAX_WAIT_MS });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic, fromBeginning: true });

  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  let consumed: (() => void) | undefined;
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message: { key } }) => {
      if (key?.toString() !== LOG_KEY) consumed?.();
    },
  });
  await joined;

  let n = 0;
  return {
    once: async () => {
      const { key, value } = records[n++ % records.length]!;
      const arrived = new Promise<void>((resolve) => (consumed = resolve));
      const sent = () => producer.send({ topic, acks: -1, messages: [{ partition: 0, key, value }] });
      let acknowledged: Promise<unknown> | undefined;
      const taken = await timed(() => {
        acknowledged = sent();
        return arrived;
      });
      await acknowledged;
      return taken;
    },
    close: async () => {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
    },
  };
};
