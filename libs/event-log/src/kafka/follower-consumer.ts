import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka } from 'kafkajs';

/** Long enough to cost nothing when idle; data that is there is answered at once whatever this says. */
const MAX_WAIT_MS = 100;

/** A consumer that is alone in a group of its own, since kafkajs has no `assign()`: every partition of the topic is its. */
export const ownConsumer = (kafka: Kafka, topic: string): Consumer =>
  kafka.consumer({
    groupId: `${topic}.${randomUUID()}`,
    allowAutoTopicCreation: false,
    minBytes: 1,
    maxWaitTimeInMs: MAX_WAIT_MS,
    // Every record counts at its offset, whether or not a stranger's transaction committed it; and none waits for one that stays open.
    readUncommitted: true,
    retry: { restartOnFailure: async () => false },
  });
