import kafkajs from 'kafkajs';
import { ensureTopic } from '../libs/event-log/src/index.js';
import { type Contender, timed } from './contender.js';
import { patiently } from './patiently.js';
import type { Place } from './places.js';

export type RawRecord = { readonly key: Buffer; readonly value: Buffer };

/** kafkajs alone, with a topic of the same settings and records of the same bytes, to one partition. */
export const openRawProducer = async ({ brokers, topicPrefix }: Place) => {
  const topic = `${topicPrefix}.raw-sends`;
  await patiently(() => ensureTopic({ brokers, topic, clientId: 'bench-raw', warn: console.error }));
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'bench-raw', logLevel: kafkajs.logLevel.ERROR });
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  return {
    /** All in one call, acknowledged by all replicas. */
    send: async (records: readonly RawRecord[]): Promise<void> => {
      await producer.send({ topic, acks: -1, messages: records.map(({ key, value }) => ({ partition: 0, key, value })) });
    },
    close: () => producer.disconnect(),
  };
};

/** Single sends: a call for each record. */
export const rawSends = async (place: Place, records: readonly RawRecord[]): Promise<Contender> => {
  const { send, close } = await openRawProducer(place);
  let n = 0;
  return { once: () => timed(() => send([records[n++ % records.length]!])), close };
};
