import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { operate, operating } from '../support/operator.js';
import { open, report } from '../support/reports.js';
import { runningSystem } from '../support/system.js';
import { deleteTopic, withAdmin } from '../support/topic-admin.js';

const product = runningSystem();
const NAME = 'half-way-2025';
/** Enough that a recovery takes seconds. */
const RECORDS = 30_000;

/** Of the whole topic, by partition; none where it is not there, or not yet known. */
const endsNow = (): Promise<number[]> =>
  withAdmin(product.system, async (admin) =>
    (await admin.fetchTopicOffsets(product.system.topic).catch(() => [])).map(({ high }) => Number(high)),
  );
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Kills a recovery once it has sent something, and answers how much stands in the log then. */
const killedHalfWay = async (least: number): Promise<number> => {
  const { child, ended } = operating(product.system, 'recover');
  await eventually(async () => expect(sum(await endsNow())).toBeGreaterThan(least), { every: 5, within: 30_000 });
  child.kill('SIGKILL');
  expect((await ended).code).toBeNull();
  return sum(await endsNow());
};

describe('a recovery killed with -9', () => {
  it('half-way, twice: nobody takes the log as it is, and the next goes on from where it came to', async () => {
    const { system } = product;
    const ledger = new Ledger(system.http);
    await open(ledger, NAME);
    const partition = system.partitionOf(NAME);
    const foreign = (value: string) => ({ partition, key: 'k', value });
    for (let from = 0; from < RECORDS; from += 5_000)
      await system.produce(Array.from({ length: 5_000 }, (_, nth) => foreign(`${from + nth}`)));
    // A report behind all of them would wait longer than a command waits for its verdict.
    await system.judged();
    for (let n = 0; n < 5; n++) await report(ledger, NAME, `road-${n}`);
    await expectRecordToAgree(system);
    const all = sum(await system.ends());
    await system.api.stop();
    await system.projector.stop();
    await deleteTopic(system);

    const first = await killedHalfWay(0);
    expect(first).toBeLessThan(all);
    await expect(system.projector.start()).rejects.toThrow(/message\.timestamp\.type is CreateTime.*timeline recover.*run it again/);

    // As an older copy of the log: its settings are as they should be, and its end is missing.
    await withAdmin(system, async (admin) => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: system.topic }],
      });
      const own = resources[0]!.configEntries.filter(({ configSource }) => Number(configSource) === 1);
      const duties = { 'message.timestamp.type': 'LogAppendTime', 'max.message.bytes': String(2 * 1024 * 1024) };
      const all = { ...Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue])), ...duties };
      const configEntries = Object.entries(all).map(([name, value]) => ({ name, value }));
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: system.topic, configEntries }],
      });
    });
    await expect(system.projector.start()).rejects.toThrow(/(ends below the record|is empty in partition).*timeline recover/);

    const second = await killedHalfWay(first);
    expect(second).toBeLessThan(all);
    const { rows } = await system.pool.query('SELECT FROM derived.records');
    expect(rows).toHaveLength(all);

    const done = await operate(system, 'recover');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toContain('The topic is there, and begins as the record does.');
    expect(done.out).toContain('The record agrees with the log.');
    await system.projector.start();
    await system.startApi();
    for (let n = 0; n < 5; n++) await report(ledger, NAME, `road-${n}`);
    await system.judged();
    await ledger.settle();
    ledger.expectInLog(await expectRecordToAgree(system));
  }, 180_000);

  it('with nothing left to do changes nothing', async () => {
    const { system } = product;
    await system.api.stop();
    await system.projector.stop();
    const done = await operate(system, 'recover');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toContain('Nothing was missing.');
    await system.projector.start();
    await system.startApi();
  }, 60_000);
});
