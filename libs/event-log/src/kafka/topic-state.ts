import kafkajs, { type Admin } from 'kafkajs';
import { LogUnavailable } from '../event-log.js';
import { replicasOn, type TopicState } from './duties.js';

type Entries = { configEntries: readonly { configName: string; configValue: string; configSource: number }[] };

/** Of Kafka's protocol: a setting of this topic, and not of the broker or by default. */
export const SET_ON_TOPIC = 1;

/** Every setting of a topic, with where it comes from. */
export const settingsOf = async (admin: Admin, topic: string): Promise<Entries['configEntries']> => {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
  });
  return (resources[0] as Entries | undefined)?.configEntries ?? [];
};

/** What the brokers say of the topic; undefined where there is none. */
export const describeTopic = async (admin: Admin, topic: string): Promise<TopicState | undefined> => {
  const { brokers } = await admin.describeCluster();
  if (!(await admin.listTopics()).includes(topic)) return undefined;
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics[0]!.partitions.toSorted((a, b) => a.partitionId - b.partitionId);
  return {
    replicas: partitions.map(({ replicas }) => replicas.length),
    brokers: brokers.length,
    settings: new Map((await settingsOf(admin, topic)).map(({ configName, configValue }) => [configName, configValue])),
  };
};

/**
 * Replicas that a new topic is given: as many as the cluster is for, by what it says of itself, even while some of its brokers are down. Throws
 * LogUnavailable where too few answer to hold them.
 */
export const replicasForNew = async (admin: Admin): Promise<number> => {
  const { brokers } = await admin.describeCluster();
  const name = String(brokers[0]!.nodeId);
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.BROKER, name, configNames: ['default.replication.factor'] }],
  });
  const usual = Number((resources[0] as Entries | undefined)?.configEntries[0]?.configValue ?? 1);
  const wanted = replicasOn(Math.max(brokers.length, usual));
  if (brokers.length < wanted)
    throw new LogUnavailable(`the topic is to have ${wanted} replicas and ${brokers.length} brokers answer: it is made when they are back`);
  return wanted;
};
