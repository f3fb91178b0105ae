import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { ensureTopic } from '../../libs/event-log/src/index.js';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { operate } from '../support/operator.js';
import { open, report } from '../support/reports.js';
import { runningSystem } from '../support/system.js';
import { deleteRecords, deleteTopic, topicExists } from '../support/topic-admin.js';

const product = runningSystem();
const NAME = 'lost-2025';

const stopAll = async () => {
  await product.system.api.stop();
  await product.system.projector.stop();
};
const startAll = async () => {
  await product.system.projector.start();
  await product.system.startApi();
};

/** What strangers put on the topic: everything that a record can be, and still nothing of ours. */
const strangeRecords = async () => {
  const { system } = product;
  await system.produce([
    { partition: 0, key: 'k', value: 'headers', headers: { b: ['1', '2'], a: '', 'ü\u0000': Buffer.from([0xff, 0x00]) } },
    { partition: 1, key: null, value: null },
    { partition: 1, key: Buffer.from([0xc3, 0x28]), value: Buffer.alloc(700_000, 'x') },
    { partition: 1, key: '', value: Buffer.alloc(900_000, 'y') },
  ]);
  const kafka = new kafkajs.Kafka({ brokers: system.environment['KAFKA_BROKERS']!.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ transactionalId: system.topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic: system.topic, messages: [{ partition: 2, value: 'in a transaction' }] });
  await transaction.commit();
  await producer.disconnect();
};

const begunAnew = async () => {
  const { system } = product;
  const settings = {
    brokers: system.environment['KAFKA_BROKERS']!.split(','),
    topic: system.topic,
    clientId: 'test',
    warn: () => undefined,
  };
  await eventually(() => ensureTopic(settings));
};

describe('the topic deleted', () => {
  const ledger = () => new Ledger(product.system.http);
  let sent: Ledger;

  it('is not begun anew: the start is refused, naming the command', async () => {
    const { system } = product;
    sent = ledger();
    await open(sent, NAME);
    await strangeRecords();
    for (let n = 0; n < 50; n++) await report(sent, NAME, `road-${n}`);
    await expectRecordToAgree(system);

    const busy = await operate(system, 'recover');
    expect([busy.code, busy.out]).toEqual([6, '']);
    expect(busy.err).toMatch(/^Refused: .*timeline-api.*timeline-projector.* stop every api and projector first/);

    await stopAll();
    await deleteTopic(system);
    await expect(system.projector.start()).rejects.toThrow(/topic .* is gone, .*timeline recover/);
    expect(await topicExists(system)).toBe(false);
  }, 120_000);

  it('is made anew with every byte, position and time, which is proved; and writing goes on', async () => {
    const { system } = product;
    const before = await system.pool.query('SELECT * FROM derived.records ORDER BY partition, log_offset');
    const plan = await operate(system, 'recover', '--plan');
    expect([plan.code, plan.err]).toEqual([0, '']);
    expect(plan.out).toMatch(/There is no such topic[^]*would be sent: 0-0\.\.1/);
    expect(await topicExists(system)).toBe(false);

    const done = await operate(system, 'recover');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out.replaceAll(/\s+/g, ' ')).toContain(
      `${before.rowCount} records sent, read back and found equal, with positions and times`,
    );
    expect(done.out).toContain('The record agrees with the log.');

    await startAll();
    for (let n = 0; n < 10; n++) await report(sent, NAME, `road-${n}`);
    const after = await system.pool.query('SELECT * FROM derived.records ORDER BY partition, log_offset');
    const old = after.rows.filter((row) => before.rows.some((one) => one.partition === row.partition && one.log_offset === row.log_offset));
    expect(old).toEqual(before.rows);
    expect(sent.told('recorded')).toHaveLength(sent.entries.length);
    sent.expectInLog(await expectRecordToAgree(system));
  }, 120_000);

  it('a log that holds what PostgreSQL has not is left alone', async () => {
    const { system } = product;
    await stopAll();
    await deleteTopic(system);
    // As a program of before would have done: begun anew.
    await begunAnew();
    const refused = await operate(system, 'recover');
    expect([refused.code, refused.out]).toEqual([6, '']);
    expect(refused.err).toMatch(/^Refused: the log differs from the record at \d-0: its (value|time) is another: .* left alone/);
    expect(await topicExists(system)).toBe(true);
    await expect(system.projector.start()).rejects.toThrow(/ends below the record.*timeline recover/);
    await deleteTopic(system);
    expect((await operate(system, 'recover')).code).toBe(0);
    await startAll();
    sent.expectInLog(await expectRecordToAgree(system));
  }, 120_000);

  it('a log that lost its beginning is refused, and made anew of what both have', async () => {
    const { system } = product;
    const partition = system.partitionOf(NAME);
    await system.projector.stop();
    // Nobody judges it, nobody can: no projector starts on such a log. It is not lost for that.
    await report(sent, NAME, 'road-not-judged');
    expect(sent.entries.at(-1)!.told.is).toBe('unknown');
    await system.api.stop();
    await deleteRecords(system, partition, 20);
    await expect(system.projector.start()).rejects.toThrow(/lost its beginning: partition \d begins at offset 20.*timeline recover/);
    const done = await operate(system, 'recover');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toMatch(/The topic is in pieces[^]*begins at offset 20[^]*not judged yet: PostgreSQL keeps them meanwhile/);
    expect(done.out).toContain('1 record beyond that had no verdict yet');
    expect((await system.pool.query('SELECT FROM control.saved_records')).rowCount).toBe(0);
    await startAll();
    await system.judged();
    expect(await sent.settle()).toBe(0);
    await report(sent, NAME);
    sent.expectInLog(await expectRecordToAgree(system));
  }, 120_000);
});
