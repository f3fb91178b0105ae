import { afterEach, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin } from 'kafkajs';
import { eventually } from '../../../../test/support/eventually.js';
import { stack, topicPrefix } from '../../../../test/support/stack.js';
import { createTopic } from '../../../../test/support/topic-admin.js';
import { decodeRecord } from '../commit.js';
import { LogHalted } from '../event-log.js';
import { openKafkaEventLog } from './kafka-event-log.js';
import { ensureTopic } from './topic.js';

let admin: Admin | undefined;
afterEach(() => admin?.disconnect());

const made = async (partitions: number) => {
  const settings = { brokers: stack().brokers.split(','), topic: topicPrefix(), clientId: 'test', warn: () => undefined };
  admin = new kafkajs.Kafka({ brokers: settings.brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await ensureTopic(settings, { partitions });
  return { settings, admin };
};
const identities = async (settings: Parameters<typeof openKafkaEventLog>[0]) => {
  const log = await openKafkaEventLog(settings);
  const ends = await log.ends();
  const records = await log.read(ends.map(({ partition }) => ({ partition, offset: 0 })));
  await log.close();
  return { ends: ends.map(({ end }) => end), identities: records.map((record) => record && decodeRecord(record)) };
};

/** A topic with the settings of another, and nothing in it. */
const emptyLike = async (model: string, topic: string) => {
  const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: model }];
  const { resources: told } = await admin!.describeConfigs({ includeSynonyms: false, resources });
  const own = told[0]!.configEntries.filter(({ configSource }) => Number(configSource) === 1);
  return { topic, numPartitions: 2, configEntries: own.map(({ configName: name, configValue: value }) => ({ name, value })) };
};

describe('the topic', () => {
  it('is made with one identity in all partitions, once', async () => {
    const { settings } = await made(3);
    await ensureTopic(settings, { partitions: 3 });
    const { ends, identities: found } = await identities(settings);
    expect(ends).toEqual([1, 1, 1]);
    const logs = found.map((one) => (one?.kind === 'log' ? `${one.marker.log} ${one.marker.partitions}` : 'none'));
    expect(new Set(logs).size).toBe(1);
    expect(logs[0]).toMatch(/ 3$/);
  });

  it('is neither made nor given an identity where a record was begun: what is gone is named, with the command that gives it back', async () => {
    const { settings, admin: administrator } = await made(2);
    await ensureTopic(settings, { begun: true });
    const gone = { ...settings, topic: topicPrefix() };
    await expect(ensureTopic(gone, { begun: true })).rejects.toThrow(/topic .* is gone, .*timeline recover/);
    expect(await administrator.listTopics()).not.toContain(gone.topic);
    await createTopic(administrator, await emptyLike(settings.topic, gone.topic));
    await expect(ensureTopic(gone, { begun: true })).rejects.toThrow(/is empty in partition 0, 1, .*timeline recover/);
    await expect(ensureTopic(gone, { begun: true })).rejects.toThrow(LogHalted);
    expect((await identities(gone)).ends).toEqual([0, 0]);
  });

  it('that an administrator made larger is refused, and nothing is written to it', async () => {
    const { settings, admin: administrator } = await made(2);
    await administrator.createPartitions({ topicPartitions: [{ topic: settings.topic, count: 3 }] });
    await eventually(async () => {
      const { topics } = await administrator.fetchTopicMetadata({ topics: [settings.topic] });
      expect(topics[0]!.partitions).toHaveLength(3);
    });
    await eventually(() => administrator.fetchTopicOffsets(settings.topic));
    await expect(ensureTopic(settings, { partitions: 2 })).rejects.toThrow(LogHalted);
    await expect(ensureTopic(settings, { partitions: 2 })).rejects.toThrow(/has 3 partitions and was made with 2/);
    expect((await identities(settings)).ends).toEqual([1, 1, 0]);
  });

  it('whose retention was changed is refused, with the command that mends it', async () => {
    const { settings, admin: administrator } = await made(1);
    const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: settings.topic };
    await administrator.alterConfigs({
      validateOnly: false,
      resources: [{ ...resource, configEntries: [{ name: 'retention.ms', value: '86400000' }] }],
    });
    await eventually(async () => {
      const { resources } = await administrator.describeConfigs({ includeSynonyms: false, resources: [resource] });
      expect(resources[0]!.configEntries).toContainEqual(expect.objectContaining({ configName: 'retention.ms', configValue: '86400000' }));
    });
    await expect(ensureTopic(settings, { partitions: 1 })).rejects.toThrow(
      /retention\.ms is 86400000, must be -1.*kafka-configs\.sh .*--alter .*retention\.ms=-1/,
    );
  });
});
