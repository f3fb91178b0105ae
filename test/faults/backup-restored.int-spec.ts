import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { operate } from '../support/operator.js';
import { type OwnServer, ownKafka, ownPostgres, removeServers } from '../support/own-server.js';
import { open, report } from '../support/reports.js';
import { runningSystem, System } from '../support/system.js';

/** A server of the test's own, with the folder of its data. */
type Kept = { server: OwnServer; data: string };

let postgres: Kept;
let kafka: Kept;
const product = runningSystem(async () => {
  const database = await ownPostgres();
  const log = await ownKafka();
  [postgres, kafka] = [database, log];
  return new System({ url: database.url, drop: async () => undefined }, { test: log.brokers });
});
afterAll(() => removeServers([postgres.server, kafka.server]));

const copyOf = (data: string) => `${data}.backup`;
/** With owners and rights, as the documentation says. */
const copy = (from: string, to: string) => {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
};
/** Of a server that is stopped: whole, and of one moment. */
const backUp = async ({ server, data }: Kept) => {
  await server.stop();
  copy(data, copyOf(data));
  await server.start();
};
const restore = async ({ server, data }: Kept) => {
  await server.stop();
  copy(copyOf(data), data);
  await server.start();
};
const stopAll = async () => {
  await product.system.api.stop();
  await product.system.projector.stop();
};

const NAME = 'restored-2025';

describe('a backup restored', () => {
  let ledger: Ledger;
  const reports = async (count: number) => {
    for (let n = 0; n < count; n++) await report(ledger, NAME, `road-${n}`);
    await product.system.judged();
  };

  it('of PostgreSQL, older than the log: it catches up by itself, and what only the backup knows is there', async () => {
    const { system } = product;
    ledger = new Ledger(system.http);
    await open(ledger, NAME);
    await reports(10);
    await system.pool.query(`INSERT INTO control.approvals (actor, reason, rebuild, models) VALUES ('somebody', 'kept', 1, '[]')`);
    await stopAll();
    await backUp(postgres);
    await system.projector.start();
    await system.startApi();
    await reports(15);

    await stopAll();
    await restore(postgres);
    const { rows: behind } = await system.pool.query('SELECT count(*)::int AS count FROM derived.records');
    await system.projector.start();
    await system.judged();
    const { rows: caughtUp } = await system.pool.query('SELECT count(*)::int AS count FROM derived.records');
    expect(caughtUp[0]!.count - behind[0]!.count).toBe(15);
    await system.startApi();
    expect((await system.pool.query('SELECT reason FROM control.approvals')).rows).toEqual([{ reason: 'kept' }]);
    await reports(3);
    ledger.expectInLog(await expectRecordToAgree(system));
    expect(ledger.told('recorded')).toHaveLength(ledger.entries.length);
  }, 120_000);

  it('of the log, older than PostgreSQL: the start is refused, and the record gives back what the log lost', async () => {
    const { system } = product;
    await stopAll();
    await backUp(kafka);
    await system.projector.start();
    await system.startApi();
    await reports(12);

    await system.projector.stop();
    await restore(kafka);
    // An api that somebody forgot to stop writes nothing where other records stood.
    await eventually(async () => expect((await system.http.get('/health/ready')).text).toContain('log-below-record'));
    const ends = await system.ends();
    expect((await report(ledger, NAME)).told).toMatchObject({ is: 'refused', status: 503 });
    expect(await system.ends()).toEqual(ends);
    await system.api.stop();
    await expect(system.projector.start()).rejects.toThrow(/the log ends below the record: partition \d ends at .*timeline recover/);
    const examined = await operate(system, 'doctor', '--quick', '--json');
    expect(examined.code).toBe(5);
    const { findings } = JSON.parse(examined.out) as { findings: { code: string; mend: string }[] };
    expect(findings.find(({ code }) => code === 'log-below-record')!.mend).toContain('timeline recover');

    const recovered = await operate(system, 'recover');
    expect([recovered.code, recovered.err]).toEqual([0, '']);
    expect(recovered.out).toContain('The topic is there, and begins as the record does.');
    expect(recovered.out).toContain('12 records sent, read back and found equal');
    expect(recovered.out).toContain('The record agrees with the log.');
    await system.projector.start();
    await system.startApi();
    await reports(3);
    ledger.expectInLog(await expectRecordToAgree(system));
    expect(ledger.told('recorded')).toHaveLength(ledger.entries.length - 1);
  }, 120_000);

  it('of neither, with all of PostgreSQL lost: it is built anew from the log, but for what the log does not know', async () => {
    const { system } = product;
    await stopAll();
    await system.pool.query('DROP SCHEMA derived, control CASCADE');
    await system.projector.start();
    await system.startApi();
    await reports(1);
    ledger.expectInLog(await expectRecordToAgree(system));
    expect((await system.pool.query('SELECT FROM control.approvals')).rowCount).toBe(0);
  }, 120_000);
});
