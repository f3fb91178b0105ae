import { expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { ensureTopic, LogUnavailable } from '../../libs/event-log/src/index.js';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { onCluster, runningOn } from '../support/own-systems.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningOn(onCluster);

it('api and projector start while one of three brokers is dead: the log is held to what it was made with, a new one is not made with less', async () => {
  const { system } = product;
  const { cluster } = product.own;
  const brokers = system.environment['KAFKA_BROKERS']!.split(',');
  const settings = { brokers, topic: system.topic, clientId: 'test', warn: () => undefined };
  const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  const ledger = new Ledger(system.http);
  const writers = new Writers(ledger, situationsOf('incomplete', 8));
  await admin.connect();
  try {
    await writers.start(8);
    await writers.recorded(50);
    await writers.stop();
    await Promise.all([system.api.stop(), system.projector.stop()]);
    await cluster.nodes[2]!.kill();
    // The cluster knows that it is dead: two are no measure of what the topic was made with.
    await eventually(async () => expect((await admin.describeCluster()).brokers).toHaveLength(2), { within: 30_000 });

    await system.projector.start();
    await system.startApi();
    await writers.start(8);
    await writers.recorded(50);
    await writers.stop();

    const other = { ...settings, topic: `${system.topic}.other` };
    await expect(ensureTopic(other)).rejects.toThrow(LogUnavailable);
    expect(await admin.listTopics()).not.toContain(other.topic);

    const setTo = (value: string) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: system.topic,
            configEntries: [...kept.filter(({ name }) => name !== 'min.insync.replicas'), { name: 'min.insync.replicas', value }],
          },
        ],
      });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: system.topic }],
    });
    const kept = resources[0]!.configEntries
      .filter(({ isDefault }) => !isDefault)
      .map(({ configName: name, configValue: value }) => ({ name, value }));
    await setTo('1');
    const refusal = { name: 'LogHalted', message: expect.stringContaining('min.insync.replicas is 1, must be 2') };
    // A broker may have applied it before another.
    await eventually(() => expect(ensureTopic(settings)).rejects.toMatchObject(refusal));
    await setTo('2');
    await eventually(() => ensureTopic(settings));
  } finally {
    await admin.disconnect();
  }
  await cluster.nodes[2]!.start();
  await cluster.inSync(system.topic, 2);
  await system.judged();
  await ledger.settle();
  ledger.expectInLog(await expectRecordToAgree(system));
}, 180_000);
