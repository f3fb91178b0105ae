import { randomUUID } from 'node:crypto';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { decodeRecord, LOG_KEY, type LogMarker } from '../commit.js';
import { LogHalted, type PartitionEnds } from '../event-log.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';
import { readRecords } from './read-records.js';

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
  if (broken.length > 0) {
    const wanted = Object.entries(duties).map(([name, value]) => `${name}=${value}`);
    throw new LogHalted(
      `topic ${topic} breaks its duties: ${broken.join('; ')}. Mend it with: kafka-configs.sh --bootstrap-server <broker> --alter --entity-type topics --entity-name ${topic} --add-config ${wanted.join(',')}`,
    );
  }
};

/**
 * Writes the identity into partitions that are empty. Where others are not, it is theirs: a first start that was broken off is finished, and
 * partitions that were added later are refused, since every situation would move.
 */
const writeIdentity = async (kafka: Kafka, admin: Admin, topic: string): Promise<void> => {
  const ends = (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
    partition,
    start: Number(low),
    end: Number(high),
  }));
  const begun = ends.find(({ start, end }) => start === 0 && end > 0);
  const identity = begun === undefined ? undefined : await identityIn(kafka, topic, ends, begun.partition);
  if (identity !== undefined && identity.partitions !== ends.length)
    throw new LogHalted(
      `topic ${topic} has ${ends.length} partitions and was made with ${identity.partitions}: every situation would be looked for in another. ` +
        'Partitions cannot be taken away: make the topic anew from its records, with the old number',
    );
  const empty = ends.filter(({ end }) => end === 0);
  if (empty.length === 0) return;
  const log = identity?.log ?? randomUUID();
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const messages = empty.map(({ partition }) => {
      const marker: LogMarker = { log, partition, partitions: ends.length };
      return { partition, key: LOG_KEY, value: JSON.stringify(marker) };
    });
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
  } finally {
    await producer.disconnect();
  }
};

const identityIn = async (
  kafka: Kafka,
  topic: string,
  ends: readonly PartitionEnds[],
  partition: number,
): Promise<LogMarker | undefined> => {
  const [first] = await readRecords(kafka, topic, ends, [{ partition, offset: 0 }]);
  const decoded = first === undefined ? undefined : decodeRecord(first);
  return decoded?.kind === 'log' ? decoded.marker : undefined;
};
