import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { LogUnavailable, type PartitionEnds } from '../event-log.js';
import { inTime } from '../in-time.js';

/** Longer than a broker ever takes for it. Whoever asks must get an answer, if only that there is none. */
const ANSWERED_WITHIN_MS = 5_000;
/** Between one question that another broker would have to answer and the next. A partition is without a leader for less than a second. */
const AGAIN_AFTER_MS = 100;

/**
 * Where the partitions begin and end, by the brokers' word. An admin client that failed is thrown away, since kafkajs would go on asking
 * whoever led the partition before. Where a broker answers that it does not lead, or not yet, those who do are looked for again.
 */
export class LogEnds {
  private admin: Admin | undefined;
  private asking: Promise<PartitionEnds[]> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
  ) {}

  /** By partition. Rejects with LogUnavailable, within seconds. Those who ask at once get the same answer. */
  ask(): Promise<PartitionEnds[]> {
    this.asking ??= this.askInTime().finally(() => (this.asking = undefined));
    return this.asking;
  }

  async close(): Promise<void> {
    const { admin } = this;
    this.admin = undefined;
    await admin?.disconnect().catch(() => undefined);
  }

  private async askInTime(): Promise<PartitionEnds[]> {
    try {
      return await inTime(ANSWERED_WITHIN_MS, this.askLeaders(Date.now() + ANSWERED_WITHIN_MS));
    } catch (error) {
      void this.close();
      throw new LogUnavailable(`the log does not say where it ends: ${(error as Error).message}`, { cause: error });
    }
  }

  private async askLeaders(until: number): Promise<PartitionEnds[]> {
    for (;;) {
      try {
        return await this.fetch();
      } catch (error) {
        if (Date.now() + AGAIN_AFTER_MS >= until || !(error instanceof kafkajs.KafkaJSProtocolError && error.retriable)) throw error;
        await this.close();
        await pause(AGAIN_AFTER_MS);
      }
    }
  }

  private async fetch(): Promise<PartitionEnds[]> {
    let { admin } = this;
    if (admin === undefined) {
      admin = this.kafka.admin();
      this.admin = admin;
      await admin.connect();
    }
    return (await admin.fetchTopicOffsets(this.topic))
      .map(({ partition, low, high }) => ({ partition, start: Number(low), end: Number(high) }))
      .sort((a, b) => a.partition - b.partition);
  }
}
