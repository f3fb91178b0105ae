import kafkajs, { type Admin } from 'kafkajs';
import { brokenDuties, dutiesOfTopic, mendOf } from './duties.js';
import { kafkaOf, type KafkaSettings } from './kafka-client.js';
import { describeTopic } from './topic-state.js';

/** A broker that answers, and where it says that it keeps its logs. */
export type BrokerFolders = { readonly id: number; readonly host: string; readonly folders: readonly string[] };

export type TopicInspection = {
  readonly clusterId: string;
  readonly brokers: readonly BrokerFolders[];
  /** Undefined where there is no such topic. */
  readonly topic:
    | {
        /** Every duty that it does not keep, in words, and the command that mends them. */
        readonly broken: readonly string[];
        readonly mend: string;
        /** Partitions of which not every replica keeps up. */
        readonly thin: readonly { readonly partition: number; readonly inSync: number; readonly replicas: number }[];
      }
    | undefined;
};

/** Looks at the topic and its brokers, and changes nothing. Rejects where none answers. */
export const inspectTopic = async (settings: KafkaSettings): Promise<TopicInspection> => {
  const admin = kafkaOf(settings).admin();
  await admin.connect();
  try {
    const { clusterId, brokers } = await admin.describeCluster();
    const folders = await Promise.all(
      brokers.map(async ({ nodeId, host }) => ({ id: nodeId, host, folders: await foldersOf(admin, nodeId) })),
    );
    return { clusterId, brokers: folders, topic: await inspect(admin, settings.topic) };
  } finally {
    await admin.disconnect();
  }
};

const inspect = async (admin: Admin, name: string): Promise<TopicInspection['topic']> => {
  const state = await describeTopic(admin, name);
  if (state === undefined) return undefined;
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  const thin = topics[0]!.partitions
    .filter(({ isr, replicas }) => isr.length < replicas.length)
    .map(({ partitionId, isr, replicas }) => ({ partition: partitionId, inSync: isr.length, replicas: replicas.length }))
    .sort((a, b) => a.partition - b.partition);
  return { broken: brokenDuties(state), mend: mendOf(name, dutiesOfTopic(state)), thin };
};

const foldersOf = async (admin: Admin, broker: number): Promise<string[]> => {
  const configNames = ['log.dirs', 'log.dir'];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.BROKER, name: String(broker), configNames }],
  });
  const told = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  const folders = configNames.map((name) => told.get(name)).find((value) => typeof value === 'string' && value !== '');
  return folders === undefined ? [] : folders.split(',');
};
