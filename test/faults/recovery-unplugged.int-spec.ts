import { afterAll, expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { operating } from '../support/operator.js';
import { removeServers } from '../support/own-server.js';
import { open, report } from '../support/reports.js';
import { createDatabase } from '../support/stack.js';
import { runningSystem, System } from '../support/system.js';
import { PRODUCE, proxiedKafka } from '../support/tcp-proxy.js';
import { deleteTopic, withAdmin } from '../support/topic-admin.js';

let kafka: Awaited<ReturnType<typeof proxiedKafka>>;
const product = runningSystem(async () => {
  kafka = await proxiedKafka();
  return new System(await createDatabase(), kafka.brokers);
});
afterAll(async () => {
  await Promise.all([kafka.api.close(), kafka.projector.close()]);
  await removeServers([kafka.server]);
});

const NAME = 'unplugged-2025';
const RECORDS = 20_000;

it('the network between a recovery and the broker is cut again and again: what was under way is looked for, and nothing stands there twice', async () => {
  const { system } = product;
  const ledger = new Ledger(system.http);
  await open(ledger, NAME);
  const partition = system.partitionOf(NAME);
  for (let from = 0; from < RECORDS; from += 5_000)
    await system.produce(Array.from({ length: 5_000 }, (_, nth) => ({ partition, key: 'k', value: `${from + nth}` })));
  // A report behind all of them would wait longer than a command waits for its verdict.
  await system.judged();
  await report(ledger, NAME);
  await system.judged();
  await system.api.stop();
  await system.projector.stop();
  await deleteTopic(system);

  const grown = () =>
    withAdmin(system, async (admin) => {
      const ends = await admin.fetchTopicOffsets(system.topic).catch(() => []);
      return Number(ends.find((one) => one.partition === partition)?.high ?? 0);
    });
  const { ended } = operating({ environment: { ...system.environment, KAFKA_BROKERS: kafka.brokers.api } }, 'recover');
  let reached = 0;
  // In the midst of a call that was taken, or was not.
  for (const hold of [() => kafka.api.holdAnswers(), () => kafka.api.hold(PRODUCE), () => kafka.api.holdAnswers()]) {
    // What was under way before has been looked for then: a recovery that is cut off from the broker just as it looks ends, and is to be run again.
    await eventually(async () => expect(await grown()).toBeGreaterThan(reached), { every: 5, within: 30_000 });
    hold();
    await eventually(() => expect(kafka.api.held).toBeGreaterThan(0), { every: 5 });
    kafka.api.cut();
    kafka.api.letGo();
    kafka.api.mend();
    reached = await grown();
    expect(reached).toBeLessThan(RECORDS);
  }
  const { code, out, err } = await ended;
  expect(err).toContain('it is not known whether they were taken; looking');
  expect([code, out]).toEqual([0, expect.stringContaining('The record agrees with the log.')]);
  await system.projector.start();
  await system.startApi();
  await report(ledger, NAME);
  await system.judged();
  await ledger.settle();
  ledger.expectInLog(await expectRecordToAgree(system));
}, 180_000);
