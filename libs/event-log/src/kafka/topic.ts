import { randomUUID } from 'node:crypto';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { LOG_KEY, type LogMarker } from '../commit.js';
import { LogHalted } from '../event-log.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';

/** Partitions of a new log; frozen for a log once it is made. */
export const DEFAULT_PARTITIONS = 8;

/** What the topic must promise, for a record that is kept for ever in the order and with the times that the broker gave. */
const DUTIES: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'message.timestamp.type': 'LogAppendTime',
  'max.message.bytes': String(2 * 1024 * 1024),
};
const REPLICATED: Readonly<Record<string, string>> = { 'min.insync.replicas': '2', 'unclean.leader.election.enable': 'false' };
/** A single broker acknowledges before it syncs to disk, unless told to flush every message. */
const SINGLE: Readonly<Record<string, string>> = { 'flush.messages': '1' };

/**
 * Makes the topic where it is missing, writes the identity into each empty partition, and checks its duties.
 * Throws LogHalted, naming every broken duty, where the topic does not keep them.
 */
export const ensureTopic = async (settings: KafkaSettings, partitions = DEFAULT_PARTITIONS): Promise<void> => {
  const kafka = kafkaOf(settings);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { brokers } = await admin.describeCluster();
    const duties = { ...DUTIES, ...(brokers.length >= 3 ? REPLICATED : brokers.length === 1 ? SINGLE : {}) };
    const existing = await admin.listTopics();
    if (!existing.includes(settings.topic)) {
      await admin.createTopics({
        waitForLeaders: true,
        topics: [
          {
            topic: settings.topic,
            numPartitions: partitions,
            replicationFactor: brokers.length >= 3 ? 3 : 1,
            configEntries: Object.entries(duties).map(([name, value]) => ({ name, value })),
          },
        ],
      });
    }
    await checkDuties(admin, settings.topic, duties, brokers.length);
    await writeIdentity(kafka, admin, settings.topic);
  } finally {
    await admin.disconnect();
  }
};

const checkDuties = async (admin: Admin, topic: string, duties: Readonly<Record<string, string>>, brokers: number): Promise<void> => {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
  });
  const actual = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  const broken = Object.entries(duties)
    .filter(([name, value]) => actual.get(name) !== value)
    .map(([name, value]) => `${name} is ${actual.get(name) ?? 'not set'}, must be ${value}`);
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const thin = topics[0]?.partitions.filter(({ replicas }) => replicas.length < (brokers >= 3 ? 3 : 1)) ?? [];
  if (thin.length > 0) broken.push(`partitions ${thin.map(({ partitionId }) => partitionId).join(', ')} have fewer than 3 replicas`);
  if (broken.length > 0)
    throw new LogHalted(
      `topic ${topic} breaks its duties: ${broken.join('; ')}. Mend it with kafka-configs --alter --entity-type topics --entity-name ${topic}`,
    );
};

const writeIdentity = async (kafka: Kafka, admin: Admin, topic: string): Promise<void> => {
  const offsets = await admin.fetchTopicOffsets(topic);
  const empty = offsets.filter(({ high }) => Number(high) === 0);
  if (empty.length === 0) return;
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    const log = randomUUID();
    const messages = empty.map(({ partition }) => {
      const marker: LogMarker = { log, partition, partitions: offsets.length };
      return { partition, key: LOG_KEY, value: JSON.stringify(marker) };
    });
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
  } finally {
    await producer.disconnect();
  }
};
