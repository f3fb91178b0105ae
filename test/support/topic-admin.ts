import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { eventually } from './eventually.js';
import type { System } from './system.js';

/** An administrator of the brokers, who knows nothing of the product. */
export const withAdmin = async <T>(system: Pick<System, 'environment'>, use: (admin: Admin) => Promise<T>): Promise<T> => {
  const brokers = system.environment['KAFKA_BROKERS']!.split(',');
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
};

/** Makes a topic. Resolves when each of its partitions answers: a broker takes them up a little after the topic is said to be made. */
export const createTopic = async (admin: Admin, topic: ITopicConfig): Promise<void> => {
  await admin.createTopics({ topics: [topic], waitForLeaders: false });
  await eventually(() => admin.fetchTopicOffsets(topic.topic));
};

/** Resolves when the brokers have forgotten it. */
export const deleteTopic = (system: Pick<System, 'environment' | 'topic'>): Promise<void> =>
  withAdmin(system, async (admin) => {
    await admin.deleteTopics({ topics: [system.topic] });
    await eventually(async () => {
      if ((await admin.listTopics()).includes(system.topic)) throw new Error(`${system.topic} is still there`);
    });
  });

export const topicExists = (system: Pick<System, 'environment' | 'topic'>): Promise<boolean> =>
  withAdmin(system, async (admin) => (await admin.listTopics()).includes(system.topic));

/** As an administrator does by mistake, or to make room: the records before the offset are gone for ever. */
export const deleteRecords = (system: Pick<System, 'environment' | 'topic'>, partition: number, before: number): Promise<void> =>
  withAdmin(system, async (admin) => {
    await admin.fetchTopicOffsets(system.topic); // else it knows no leader
    await admin.deleteTopicRecords({ topic: system.topic, partitions: [{ partition, offset: String(before) }] });
  });
