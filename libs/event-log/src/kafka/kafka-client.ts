import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs';
import './stopped-fetches.js';

export type KafkaSettings = {
  brokers: readonly string[];
  topic: string;
  clientId: string;
  warn: (message: string, error?: unknown) => void;
};

/**
 * Longer than a broker takes for what is asked of it, and short enough to notice one that no longer answers: where it died in the midst of a request
 * that is not noticed sooner, and comes on top of the time until another leads.
 */
const REQUEST_TIMEOUT_MS = 5_000;
/** The same complaint is passed on once in so long: in an outage the client repeats itself several times a second. */
const SAME_COMPLAINT_EVERY_MS = 30_000;

/**
 * A client that gives up soon: whoever uses it tries again by its own rules. kafkajs nests its retries, so that a few at each level are minutes in
 * all.
 */
export const kafkaOf = ({ brokers, clientId, warn }: KafkaSettings, more: Partial<KafkaConfig> = {}): Kafka => {
  const complain = oncePer(SAME_COMPLAINT_EVERY_MS, warn);
  let nth = Math.floor(Math.random() * brokers.length);
  return new kafkajs.Kafka({
    // One at a time, in turn. Of a list kafkajs takes the first for each client, and goes on to the next where it is refused, but not where the
    // connection is made and then closed, as by a proxy whose broker is dead.
    brokers: () => [brokers[nth++ % brokers.length]!],
    clientId,
    connectionTimeout: 2_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    logLevel: kafkajs.logLevel.ERROR,
    logCreator:
      () =>
      ({ log: { message, ...rest } }) =>
        complain(`kafkajs: ${message}`, rest['error']),
    ...more,
  });
};

/** `tell`, without what it told not long ago; `everyMs` apart it says the same again. */
export const oncePer = (
  everyMs: number,
  tell: (message: string, error?: unknown) => void,
  now: () => number = Date.now,
): ((message: string, error?: unknown) => void) => {
  const toldAt = new Map<string, number>();
  return (message, error) => {
    const at = now();
    if (at - (toldAt.get(message) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    for (const [old, when] of toldAt) if (at - when >= everyMs) toldAt.delete(old);
    toldAt.set(message, at);
    tell(message, error);
  };
};
