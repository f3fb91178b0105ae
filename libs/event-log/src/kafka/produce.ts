import type { Message, Producer } from 'kafkajs';
import { LogUnavailable } from '../event-log.js';

/**
 * Sends messages in one call, and resolves when all in-sync replicas of their partitions keep every one of them. Rejects otherwise: some may be kept.
 * kafkajs alone resolves too where it sent only some: while a call is tried again, a partition that has gone to a broker which answered for others is
 * left out, and one that the metadata lack is always.
 */
export const produce = async (
  producer: Producer,
  topic: string,
  messages: readonly (Message & { readonly partition: number })[],
  timeoutMs?: number,
): Promise<void> => {
  const answers = await producer.sendBatch({
    acks: -1,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    topicMessages: [{ topic, messages: [...messages] }],
  });
  const kept = new Set(answers.map(({ partition }) => partition));
  const lacking = messages.find(({ partition }) => !kept.has(partition));
  if (lacking !== undefined) throw new LogUnavailable(`no broker answered for partition ${lacking.partition}`);
};
