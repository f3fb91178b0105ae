import { randomUUID } from 'node:crypto';
import kafkajs, { type Kafka } from 'kafkajs';
import type { EventLog, LogRecord, PartitionEnds } from '../event-log.js';
import type { CommitPosition } from '../position.js';
import { Appender } from './appender.js';
import { consumedRecord } from './consumed-record.js';
import { Follower } from './follower.js';

export type KafkaSettings = {
  brokers: readonly string[];
  topic: string;
  clientId: string;
  warn: (message: string, error?: unknown) => void;
};

/** How long single records are waited for. */
const READ_WITHIN_MS = 15_000;

export const kafkaOf = ({ brokers, clientId, warn }: KafkaSettings): Kafka =>
  new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: kafkajs.logLevel.ERROR,
    logCreator:
      () =>
      ({ log: { message, ...rest } }) =>
        warn(`kafkajs: ${message}`, rest['error']),
  });

/** Opens a log whose topic exists. Its partition count is frozen: what it is now is what it was made with. */
export const openKafkaEventLog = async (settings: KafkaSettings): Promise<EventLog> => {
  const kafka = kafkaOf(settings);
  const { topic, warn } = settings;
  const admin = kafka.admin();
  // Not idempotent: with concurrent sends kafkajs can then acknowledge a record that was lost. Duplicates are judged away.
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await Promise.all([admin.connect(), producer.connect()]);

  const ends = async (): Promise<PartitionEnds[]> =>
    (await admin.fetchTopicOffsets(topic))
      .map(({ partition, low, high }) => ({ partition, start: Number(low), end: Number(high) }))
      .sort((a, b) => a.partition - b.partition);
  const partitions = (await ends()).length;
  const appender = new Appender(producer, topic);

  return {
    partitions,
    append: (record) => appender.append(record),
    ends,
    read: async (positions) => readRecords(kafka, topic, await ends(), positions),
    follow: async (next, deliver) => {
      const follower = new Follower(kafka, topic, next, deliver, { ends, warn });
      await follower.start();
      return follower;
    },
    close: async () => {
      await appender.drained();
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    },
  };
};

/** One round of a consumer of its own for each rank of positions, since a consumer stands at one place of a partition at a time. */
const readRecords = async (kafka: Kafka, topic: string, ends: readonly PartitionEnds[], positions: readonly CommitPosition[]) => {
  const found = new Map<string, LogRecord>();
  const there = positions.filter(({ partition, offset }) =>
    ends.some((end) => end.partition === partition && end.start <= offset && offset < end.end),
  );
  for (let left = there; left.length > 0;) {
    const round = new Map(left.map((position) => [position.partition, position.offset]));
    for (const record of await readOneEach(kafka, topic, round)) found.set(`${record.partition}-${record.offset}`, record);
    left = left.filter(({ partition, offset }) => round.get(partition) !== offset);
  }
  return positions.map(({ partition, offset }) => found.get(`${partition}-${offset}`));
};

const readOneEach = async (kafka: Kafka, topic: string, wanted: ReadonlyMap<number, number>): Promise<LogRecord[]> => {
  const consumer = kafka.consumer({ groupId: `${topic}.read.${randomUUID()}`, allowAutoTopicCreation: false, maxWaitTimeInMs: 50 });
  const found = new Map<number, LogRecord>();
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const timeout = setTimeout(
        () => reject(new Error(`no record at ${JSON.stringify([...wanted])} within ${READ_WITHIN_MS} ms`)),
        READ_WITHIN_MS,
      );
      const running = consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async ({ batch: { partition, messages } }) => {
          const message = messages.find(({ offset }) => Number(offset) === wanted.get(partition));
          if (message !== undefined) found.set(partition, consumedRecord(partition, message));
          // What is left unresolved would be fetched again and again.
          consumer.pause([{ topic, partitions: [partition] }]);
          if (message === undefined && wanted.has(partition) && !found.has(partition)) {
            consumer.seek({ topic, partition, offset: String(wanted.get(partition)) });
            consumer.resume([{ topic, partitions: [partition] }]);
          }
          if (found.size === wanted.size) {
            clearTimeout(timeout);
            resolve();
          }
        },
      });
      running.then(() => {
        for (const [partition, offset] of wanted) consumer.seek({ topic, partition, offset: String(offset) });
      }, reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return [...found.values()];
};
