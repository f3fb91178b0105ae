import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka, type Producer } from 'kafkajs';
import { LogHalted, type LogRecord, LogUnavailable } from '../event-log.js';
import { brokenDuties, dutiesOfTopic, type Settings } from './duties.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';
import { LogEnds } from './log-ends.js';
import { produce } from './produce.js';
import { makeTopic } from './topic.js';
import { describeTopic, SET_ON_TOPIC, settingsOf } from './topic-state.js';

/** A time that no clock reaches, in milliseconds, as Kafka writes its own default. */
const ANY_TIME_MS = '9223372036854775807';
/** While a topic is seeded records bring their own times, however old, and no batch is too large that was taken once. */
const SEEDING: Settings = {
  'message.timestamp.type': 'CreateTime',
  'message.timestamp.before.max.ms': ANY_TIME_MS,
  'message.timestamp.after.max.ms': ANY_TIME_MS,
  'max.message.bytes': String(64 * 1024 * 1024),
};
const KEPT_WITHIN_MS = 15_000;
/** Settings and deletions reach the brokers one after the other. */
const KNOWN_WITHIN_MS = 30_000;
const LOOKS_EVERY_MS = 250;
/** What was sent on a connection that is closed comes within so long, or not at all. */
const STILL_FOR_MS = 2_000;
const LOOKS_AT_END = 10;

/** The headers of a record as the client library takes them. Throws where it cannot send one. */
const headersOf = ({ partition, offset, headers }: LogRecord): Record<string, Buffer[]> => {
  const pairs = JSON.parse(headers.toString()) as [name: string, base64: string | null][];
  const sent: Record<string, Buffer[]> = Object.create(null) as Record<string, Buffer[]>;
  for (const [name, base64] of pairs) {
    if (base64 === null) throw new LogHalted(`${partition}-${offset} has the header "${name}" without a value, which cannot be sent again`);
    (sent[name] ??= []).push(Buffer.from(base64, 'base64'));
  }
  return sent;
};

/** Makes a lost topic whole from records that are kept elsewhere, each at its old offset with its old time. Not for a topic that is written to. */
export class TopicSeeding {
  private producer: Producer | undefined;
  private readonly ends: LogEnds;

  private constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly topic: string,
  ) {
    this.ends = new LogEnds(kafka, topic);
  }

  /** The caller closes it. */
  static async open(settings: KafkaSettings): Promise<TopicSeeding> {
    const kafka = kafkaOf(settings);
    const admin = kafka.admin();
    await admin.connect();
    return new TopicSeeding(kafka, admin, settings.topic);
  }

  async close(): Promise<void> {
    await this.disconnect();
    await this.ends.close();
    await this.admin.disconnect().catch(() => undefined);
  }

  async exists(): Promise<boolean> {
    return (await describeTopic(this.admin, this.topic)) !== undefined;
  }

  /** Every duty that the topic does not keep, in words. */
  async brokenDuties(): Promise<string[]> {
    const state = await describeTopic(this.admin, this.topic);
    return state === undefined ? [] : brokenDuties(state);
  }

  /** Names of the clients whose consumers are in a group of this topic. One that was killed is told for as long as the broker waits for it. */
  async followers(): Promise<string[]> {
    const { groups } = await this.admin.listGroups();
    const own = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(`${this.topic}.`));
    if (own.length === 0) return [];
    const described = await this.admin.describeGroups(own);
    return described.groups.flatMap(({ members }) => members.map(({ clientId }) => clientId));
  }

  /** Makes the topic, ready to be seeded. */
  async make(partitions: number): Promise<void> {
    await makeTopic(this.admin, this.topic, partitions, SEEDING);
  }

  /** Removes the topic with all that it holds. Resolves when the brokers have forgotten it. */
  async remove(): Promise<void> {
    await this.disconnect();
    await this.admin.deleteTopics({ topics: [this.topic] });
    await this.until('it is still there', async () => !(await this.exists()));
  }

  /** From now on records bring their own times. */
  async begin(): Promise<void> {
    await this.set(SEEDING);
  }

  /** From now on the topic keeps its duties. */
  async finish(): Promise<void> {
    const state = await describeTopic(this.admin, this.topic);
    if (state === undefined) throw new LogUnavailable(`topic ${this.topic} is gone`);
    await this.set(dutiesOfTopic(state));
    await this.until('its duties are not set', async () => (await this.brokenDuties()).length === 0);
  }

  /**
   * Appends the records, in one call. Rejects where it is not known whether they were taken: then {@link end} tells, and nothing may be sent
   * before.
   */
  async send(partition: number, records: readonly LogRecord[]): Promise<void> {
    const messages = records.map((record) => ({
      partition,
      key: record.key,
      value: record.value,
      headers: headersOf(record),
      timestamp: String(record.brokerMs),
    }));
    try {
      this.producer ??= await this.connected();
      await produce(this.producer, this.topic, messages, KEPT_WITHIN_MS);
    } catch (error) {
      throw new LogUnavailable((error as Error).message, { cause: error });
    }
  }

  /** The offset after the last record of a partition, once nothing that was sent before can come any more. */
  async end(partition: number): Promise<number> {
    await this.disconnect();
    const ask = async () => (await this.ends.ask()).find((one) => one.partition === partition)?.end;
    for (let look = 0; look < LOOKS_AT_END; look++) {
      const before = await ask();
      await pause(STILL_FOR_MS);
      const now = await ask();
      if (before === now && now !== undefined) return now;
    }
    throw new LogUnavailable(`partition ${partition} of ${this.topic} goes on growing: somebody else writes to it`);
  }

  /** What an administrator set on the topic stays, but for these: the client library knows only how to set everything at once. */
  private async set(settings: Settings): Promise<void> {
    const own = (await settingsOf(this.admin, this.topic)).filter(
      ({ configName, configSource }) => configSource === SET_ON_TOPIC && !(configName in SEEDING),
    );
    const all = { ...Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue])), ...settings };
    const configEntries = Object.entries(all).map(([name, value]) => ({ name, value }));
    await this.admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: this.topic, configEntries }],
    });
    await this.until('its settings are not known', async () => {
      const found = new Map((await settingsOf(this.admin, this.topic)).map(({ configName, configValue }) => [configName, configValue]));
      return Object.entries(settings).every(([name, value]) => found.get(name) === value);
    });
  }

  private async until(what: string, done: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + KNOWN_WITHIN_MS;
    while (!(await done())) {
      if (Date.now() > end) throw new LogUnavailable(`topic ${this.topic}: ${what} after ${KNOWN_WITHIN_MS / 1000} s`);
      await pause(LOOKS_EVERY_MS);
    }
  }

  private async connected(): Promise<Producer> {
    // It sends nothing twice by itself: a record that stands there twice moves all behind it.
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      retry: { retries: 0 },
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }

  private async disconnect(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }
}
