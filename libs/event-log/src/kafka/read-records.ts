import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { type LogRecord, LogUnavailable, type PartitionEnds } from '../event-log.js';
import type { CommitPosition } from '../position.js';
import { consumedRecords, transactionMark } from './consumed-record.js';

/** How long single records are waited for. */
const READ_WITHIN_MS = 15_000;
/** Answers to a seek that lack the record before it is said not to be there: the first may be of before the seek. */
const LOOKS = 3;

/** One round of a consumer of its own for each rank of positions, since a consumer stands at one place of a partition at a time. */
export const readRecords = async (
  kafka: Kafka,
  topic: string,
  ends: readonly PartitionEnds[],
  positions: readonly CommitPosition[],
): Promise<(LogRecord | undefined)[]> => {
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

/** Those of the wanted records that are there. Rejects with LogUnavailable where the broker does not tell in time. */
const readOneEach = async (kafka: Kafka, topic: string, wanted: ReadonlyMap<number, number>): Promise<LogRecord[]> => {
  const consumer = kafka.consumer({
    groupId: `${topic}.read.${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 50,
    readUncommitted: true,
    retry: { restartOnFailure: async () => false },
  });
  const settled = new Map<number, LogRecord | undefined>();
  const looks = new Map<number, number>();
  let timeout: NodeJS.Timeout | undefined;
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: string, cause?: unknown) =>
        reject(new LogUnavailable(`records ${JSON.stringify([...wanted])} could not be read: ${reason}`, { cause }));
      timeout = setTimeout(() => fail(`no answer within ${READ_WITHIN_MS / 1000} s`), READ_WITHIN_MS);
      const seek = (partition: number) => consumer.seek({ topic, partition, offset: String(wanted.get(partition)) });
      /** What a fetch brought; `beyond`: it went past the wanted offset. */
      const look = (partition: number, record: LogRecord | undefined, beyond: boolean) => {
        if (!wanted.has(partition) || settled.has(partition)) return;
        looks.set(partition, (looks.get(partition) ?? 0) + 1);
        if (record !== undefined || (beyond && looks.get(partition)! >= LOOKS)) settled.set(partition, record);
        else seek(partition);
        if (settled.size === wanted.size) resolve();
      };
      consumer.on(consumer.events.CRASH, ({ payload: { error } }) => fail(error.message, error));
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, batchSize, firstOffset, lastOffset } }) => {
        if (batchSize > 0 || firstOffset === null) return;
        const offset = wanted.get(partition) ?? -1;
        const isMark = Number(firstOffset) <= offset && offset <= Number(lastOffset);
        look(partition, isMark ? transactionMark(partition, offset) : undefined, Number(firstOffset) > offset);
      });
      const running = consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async ({ batch }) => {
          const { partition } = batch;
          const offset = wanted.get(partition);
          const records = consumedRecords(batch);
          const record = records.find((one) => one.offset === offset);
          look(partition, record, offset !== undefined && (records[0]?.offset ?? -1) > offset);
          // What is left unresolved would be fetched again and again.
          if (!wanted.has(partition) || settled.has(partition)) consumer.pause([{ topic, partitions: [partition] }]);
        },
      });
      // A consumer that crashed while it joined resolves too, and cannot seek any more.
      running
        .then(() => {
          for (const partition of wanted.keys()) seek(partition);
        })
        .catch(reject);
    });
  } finally {
    clearTimeout(timeout);
    await consumer.disconnect();
  }
  return [...settled.values()].filter((record) => record !== undefined);
};
