import kafkajs from 'kafkajs';
import { type Commit, encodeCommit, partitionOf } from '../libs/event-log/src/index.js';
import type { Place } from './places.js';

/** Records of one produce call. */
const CHUNK = 5_000;

/** Writes commits to the log in their order, past the api. Resolves with how many bytes they came to. */
export const produceCommits = async ({ brokers, topicPrefix }: Place, partitions: number, commits: Iterable<Commit>): Promise<number> => {
  const producer = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.ERROR }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  let bytes = 0;
  let messages: kafkajs.Message[] = [];
  const send = async () => {
    if (messages.length > 0) await producer.sendBatch({ acks: -1, topicMessages: [{ topic: `${topicPrefix}.commits`, messages }] });
    messages = [];
  };
  await producer.connect();
  try {
    for (const commit of commits) {
      const value = encodeCommit(commit);
      bytes += value.length;
      messages.push({ partition: partitionOf(commit.situationId, partitions), key: commit.situationId, value });
      if (messages.length === CHUNK) await send();
    }
    await send();
  } finally {
    await producer.disconnect();
  }
  return bytes;
};
