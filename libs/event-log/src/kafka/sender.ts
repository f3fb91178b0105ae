import { connect as connectPlainly, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import kafkajs, { type ISocketFactory, type Kafka, type Producer } from 'kafkajs';
import type { NewRecord } from '../event-log.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';
import { produce } from './produce.js';

/** Number of the request that carries records, in Kafka's protocol; it follows the request's size. */
const PRODUCE = 0;
const API_KEY_AT = 4;
/** How long brokers may take to have a record in all in-sync replicas, in milliseconds: less than a request to them may. Then it is sent again. */
const ACKNOWLEDGED_WITHIN_MS = 4_000;
/** Calls in a row that failed after which the producer is thrown away: a new one owes nothing to what the old one believes of the cluster. */
const FAILURES_BEFORE_ANEW = 6;
/** Of one call, by kafkajs, once it has looked again who leads. Whoever calls sends again by rules of its own, without what was withdrawn meanwhile. */
const RETRIES = 1;

/**
 * Sends records, one call at a time, and knows what the client library does not tell: whether bytes of a call have left for a broker. Until then it
 * is certain that the log does not have them. A producer that keeps failing is replaced, so that no outage is too long.
 */
export class Sender {
  private producer: Producer | undefined;
  private failures = 0;
  /** Of the call under way. Without one nothing may leave: it would be what an earlier call left behind. */
  private leaving: (() => boolean) | undefined;
  private readonly kafka: Kafka;

  constructor(private readonly settings: KafkaSettings) {
    this.kafka = kafkaOf(settings, { socketFactory: this.openSocket });
  }

  /**
   * Resolves when all records are kept by all in-sync replicas. `leaving` is asked before the bytes of any of them go to a broker whether they
   * may, maybe more than once. Where this rejects without a yes of it, no broker has seen any of them.
   */
  async send(records: readonly NewRecord[], leaving: () => boolean): Promise<void> {
    this.leaving = leaving;
    try {
      this.producer ??= await this.connected();
      const messages = records.map(({ partition, key, value }) => ({ partition, key, value }));
      await produce(this.producer, this.settings.topic, messages, ACKNOWLEDGED_WITHIN_MS);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (this.failures % FAILURES_BEFORE_ANEW === 0) await this.disconnect();
      throw error;
    } finally {
      this.leaving = undefined;
    }
  }

  async disconnect(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch((error: unknown) => this.settings.warn('the producer did not disconnect', error));
  }

  private async connected(): Promise<Producer> {
    // Not idempotent: with concurrent sends kafkajs can then acknowledge a record that was lost. Duplicates are judged away.
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      retry: { retries: RETRIES },
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  private readonly openSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    const socket: Socket = ssl
      ? connectSecurely({ host, port, servername: host, ...ssl }, onConnect)
      : connectPlainly({ host, port }, onConnect);
    socket.setKeepAlive(true, 10_000);
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (bytes: Uint8Array | string, ...rest: unknown[]): boolean => {
      const isProduce = Buffer.isBuffer(bytes) && bytes.length > API_KEY_AT + 1 && bytes.readInt16BE(API_KEY_AT) === PRODUCE;
      if (!isProduce || this.leaving?.() === true) return write(bytes, ...rest);
      // Not thrown: a request that a broker's quota made wait is written by a timer, where nobody catches.
      socket.destroy(new Error('records that were withdrawn, or are of an earlier call, are not sent'));
      return false;
    };
    return socket;
  };
}
