import { describe, expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { operate } from '../support/operator.js';
import { open, report } from '../support/reports.js';
import { runningSystem } from '../support/system.js';
import { deleteRecords } from '../support/topic-admin.js';

const product = runningSystem();
const NAME = 'gone-2025';
const OTHER = 'stays-2025';
const REASON = ['--reason', 'the disk of the broker died before a projector saw them', '--by', 'operator'];

const acceptedRows = async () =>
  (
    await product.system.pool.query(
      'SELECT partition, first_offset::int AS first, last_offset::int AS last, actor, reason, passed_at IS NOT NULL AS passed FROM control.accepted_gaps ORDER BY id',
    )
  ).rows;
const foreign = (partition: number, ...values: string[]) => product.system.produce(values.map((value) => ({ partition, key: 'k', value })));
const endOf = async (partition: number) => (await product.system.ends())[partition]!;

describe('records that are gone before anybody judged them', () => {
  let ledger: Ledger;

  it('halt their partition, whoever runs, until exactly their loss is accepted; the others go on', async () => {
    const { system } = product;
    ledger = new Ledger(system.http);
    await open(ledger, NAME);
    await open(ledger, OTHER);
    await system.judged();
    const partition = system.partitionOf(NAME);
    expect(system.partitionOf(OTHER)).not.toBe(partition);

    system.projector.freeze();
    // Its open question to the broker may yet be answered, with what comes first.
    await foreign(partition, 'seen or lost');
    await report(ledger, NAME);
    expect(ledger.told('unknown')).toHaveLength(1);
    await foreign(partition, 'lost');
    const last = (await endOf(partition)) - 1;
    await foreign(partition, 'kept');
    await deleteRecords(system, partition, last + 1);
    system.projector.thaw();

    const ready = () => system.http.get<{ reasons: { code: string; mend: string }[] }>('/health/ready');
    const [, told] = await eventually(async () => {
      const { text } = await ready();
      return new RegExp(`timeline accept-gap ${partition} (\\d+) ${last} --reason`).exec(text) ?? Promise.reject(new Error(text));
    });
    const first = Number(told);
    expect([last - 1, last - 2]).toContain(first);
    await eventually(() => expect(system.projector.hasSaid(/partition \d is halted/)).toBe(true));
    await report(ledger, OTHER);
    expect(ledger.entries.at(-1)!.told.is).toBe('recorded');

    const accept = (from: number, to: number, ...more: string[]) =>
      operate(system, 'accept-gap', ...[partition, from, to].map(String), ...more);
    expect(await accept(first, last)).toMatchObject({ code: 1, err: expect.stringContaining('--reason') });
    expect(await accept(first, last, '--reason', ' ')).toMatchObject({ code: 1 });
    expect(await accept(first, last + 1, ...REASON)).toMatchObject({
      code: 6,
      err: expect.stringContaining(`is ${first} to ${last}, not`),
    });
    expect(await accept(0, last, ...REASON)).toMatchObject({ code: 6 });
    const elsewhere = await operate(system, 'accept-gap', String(system.partitionOf(OTHER)), '1', '2', ...REASON);
    expect(elsewhere).toMatchObject({ code: 6, err: expect.stringContaining('nothing is gone') });
    expect(await acceptedRows()).toEqual([]);
    expect(await endOf(partition)).toBe(last + 2);

    expect(await accept(first, last, ...REASON)).toMatchObject({
      code: 0,
      out: expect.stringContaining('operator accepts the loss of '),
    });
    await system.judged();
    await eventually(async () => expect((await ready()).text).toBe('{"status":"ready"}'));
    const [, reason] = REASON;
    expect(await acceptedRows()).toEqual([{ partition, first, last, actor: 'operator', reason, passed: true }]);
    expect(await accept(first, last, ...REASON)).toMatchObject({ code: 6, err: expect.stringContaining('nothing is gone') });

    const verified = await operate(system, 'verify', '--log');
    expect([verified.code, verified.err]).toEqual([0, '']);
    expect(verified.out).toContain(`${partition}-${first} to ${partition}-${last} are lost, which operator accepted on`);
    expect(verified.out).toContain(
      `${partition}-0 to ${partition}-${last} are not in the log and were judged anew as PostgreSQL keeps them`,
    );
    expect(verified.out).toContain('The record agrees with the log.');

    const examined = await operate(system, 'doctor', '--json');
    const { findings } = JSON.parse(examined.out) as { findings: { severity: string; code: string; mend: string }[] };
    expect([examined.code, findings.map(({ severity, code }) => `${severity} ${code}`)]).toEqual([7, ['warning log-not-whole']]);
    expect(findings[0]!.mend).toContain('timeline recover');
    const rebuilt = await operate(system, 'rebuild', 'timeline', '--url', system.http.url(''));
    expect([rebuilt.code, rebuilt.err]).toEqual([0, '']);
  }, 120_000);

  it('are lost for good, and who was not told that they were recorded sends them again', async () => {
    expect(await ledger.settle()).toBe(1);
    expect(ledger.told('recorded')).toHaveLength(ledger.entries.length);
  }, 60_000);

  it('refuse a start, until their loss is accepted', async () => {
    const { system } = product;
    const partition = system.partitionOf(NAME);
    await system.projector.stop();
    const first = await endOf(partition);
    for (const value of ['lost', 'lost', 'kept']) await foreign(partition, value);
    await deleteRecords(system, partition, first + 2);
    await expect(system.projector.start()).rejects.toThrow(/lost its beginning.*never judged.*timeline doctor/);
    const recover = await operate(system, 'recover');
    expect(recover.code).toBe(6); // the api is connected
    const accepted = await operate(system, 'accept-gap', String(partition), String(first), String(first + 1), ...REASON);
    expect([accepted.code, accepted.err]).toEqual([0, '']);
    await system.projector.start();
    await system.judged();
  }, 60_000);

  it('leave no trace in a log that is made whole: it is verified and judged as any', async () => {
    const { system } = product;
    await system.api.stop();
    await system.projector.stop();
    const done = await operate(system, 'recover');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toContain('The topic is in pieces');
    expect(done.out).toContain('The record agrees with the log.');
    expect(done.out).not.toContain('judged anew as PostgreSQL keeps them');
    await system.projector.start();
    await system.startApi();
    await report(ledger, NAME);
    ledger.expectInLog(await expectRecordToAgree(system));
    // And a record that is built from it anew is the same.
    const records = async () =>
      (
        await system.pool.query(
          'SELECT partition, log_offset, value, broker_at, recorded_at, verdict, reason FROM derived.records ORDER BY 1, 2',
        )
      ).rows;
    const before = await records();
    await system.api.stop();
    await system.projector.stop();
    await system.pool.query('DROP SCHEMA derived CASCADE');
    await system.projector.start();
    await system.judged();
    expect(await records()).toEqual(before);
    await system.startApi();
  }, 120_000);
});
