import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { decodeRecord, LOG_KEY, type LogMarker } from '../commit.js';
import { LogHalted, LogUnavailable, type PartitionEnds } from '../event-log.js';
import { brokenDuties, dutiesOf, dutiesOfTopic, mendOf, type Settings, type TopicState } from './duties.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';
import { LogEnds } from './log-ends.js';
import { produce } from './produce.js';
import { readRecords } from './read-records.js';
import { describeTopic, replicasForNew } from './topic-state.js';

/** Partitions of a new log; frozen for a log once it is made. */
export const DEFAULT_PARTITIONS = 8;

export type TopicOptions = {
  /** Of a topic that is made; one that exists keeps its own. */
  readonly partitions?: number;
  /** A record was built from this log already: then it is not made again, nor given an identity, whatever it lacks. */
  readonly begun?: boolean;
};

/**
 * Makes the topic where it is missing, writes the identity into each empty partition, and checks its duties. Throws LogHalted, having changed
 * nothing, where the topic breaks its duties (naming each), and where it lacks what a record was built from.
 */
export const ensureTopic = async (settings: KafkaSettings, options: TopicOptions = {}): Promise<void> => {
  const { partitions = DEFAULT_PARTITIONS, begun = false } = options;
  const { topic } = settings;
  const kafka = kafkaOf(settings);
  const admin = kafka.admin();
  await admin.connect();
  try {
    let state = await describeTopic(admin, topic);
    if (state === undefined && begun) throw lost(`topic ${topic} is gone`);
    if (state === undefined) {
      await makeTopic(admin, topic, partitions, {});
      state = await describeTopic(admin, topic);
    }
    if (state === undefined) throw new LogUnavailable(`topic ${topic} was made, and not every broker knows of it yet`);
    checkDuties(topic, state);
    await writeIdentity(kafka, topic, begun);
  } finally {
    await admin.disconnect();
  }
};

/** A leader takes up its partitions a little after the topic is said to be made. */
const LED_WITHIN_MS = 10_000;
const LOOKS_EVERY_MS = 100;

/** Makes a topic that keeps its duties but for what `others` say. Resolves when its partitions are led. */
export const makeTopic = async (admin: Admin, topic: string, partitions: number, others: Settings): Promise<void> => {
  const replicas = await replicasForNew(admin);
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor: replicas,
        configEntries: Object.entries({ ...dutiesOf(replicas), ...others }).map(([name, value]) => ({ name, value })),
      },
    ],
  });
  for (const end = Date.now() + LED_WITHIN_MS; ;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(LOOKS_EVERY_MS);
    }
  }
};

const lost = (what: string): LogHalted =>
  new LogHalted(`${what}, and the record holds what was judged of it: make the log anew from the record with: timeline recover`);

const checkDuties = (topic: string, state: TopicState): void => {
  const broken = brokenDuties(state);
  if (broken.length === 0) return;
  const unfinished =
    state.settings.get('message.timestamp.type') === 'CreateTime'
      ? 'Where a timeline recover was broken off, run it again: it goes on, and sets them. Else mend it with'
      : 'Mend it with';
  throw new LogHalted(`topic ${topic} breaks its duties: ${broken.join('; ')}. ${unfinished}: ${mendOf(topic, dutiesOfTopic(state))}`);
};

/**
 * Writes the identity into partitions that are empty. Where others are not, it is theirs: a first start that was broken off is finished, and
 * partitions that were added later are refused, since every situation would move. Where a record was begun nothing is written: every partition had
 * its identity then.
 */
const writeIdentity = async (kafka: Kafka, topic: string, begun: boolean): Promise<void> => {
  const ends = await endsOf(kafka, topic);
  const written = ends.find(({ start, end }) => start === 0 && end > 0);
  const identity = written === undefined ? undefined : await identityIn(kafka, topic, ends, written.partition);
  if (identity !== undefined && identity.partitions !== ends.length)
    throw new LogHalted(
      `topic ${topic} has ${ends.length} partitions and was made with ${identity.partitions}: every situation would be looked for in another. ` +
        'Partitions cannot be taken away: make the log anew from the record, with the old number: timeline recover',
    );
  const empty = ends.filter(({ end }) => end === 0);
  if (empty.length === 0) return;
  if (begun) {
    const partitions = empty.map(({ partition }) => partition).sort((a, b) => a - b);
    throw lost(`topic ${topic} is empty in partition ${partitions.join(', ')}`);
  }
  const log = identity?.log ?? randomUUID();
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const messages = empty.map(({ partition }) => {
      const marker: LogMarker = { log, partition, partitions: ends.length };
      return { partition, key: LOG_KEY, value: JSON.stringify(marker) };
    });
    await produce(producer, topic, messages);
  } finally {
    await producer.disconnect();
  }
};

const endsOf = async (kafka: Kafka, topic: string): Promise<PartitionEnds[]> => {
  const ends = new LogEnds(kafka, topic);
  try {
    return await ends.ask();
  } finally {
    await ends.close();
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
