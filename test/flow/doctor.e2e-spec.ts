import { writeFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { Examination } from '../../libs/verification/src/index.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { operate } from '../support/operator.js';
import { runningSystem } from '../support/system.js';
import { withAdmin } from '../support/topic-admin.js';

const product = runningSystem();

beforeAll(async () => {
  await product.system.http.importLines(MALI, chronicleLines());
  await product.system.judged();
}, 60_000);

type Told = { code: number | null; err: string; found: Examination; findings: string[] };
const doctor = async (...args: string[]): Promise<Told> => {
  const { code, out, err } = await operate(product.system, 'doctor', '--json', ...args);
  if (out === '') throw new Error(`it said nothing (${code}): ${err}`);
  const found = JSON.parse(out) as Examination;
  return { code, err, found, findings: found.findings.map(({ severity, code: what }) => `${severity} ${what}`) };
};
/** Without judging the log anew, which is told as a note. */
const quickly = async (): Promise<Told & { first: { detail: string; mend: string } }> => {
  const told = await doctor('--quick');
  expect(told.findings.at(-1)).toBe('note not-refolded');
  return { ...told, findings: told.findings.slice(0, -1), first: told.found.findings[0]! };
};

let undo: (() => Promise<unknown>) | undefined;
/** Breaks something, to be mended after the test. */
const broken = async (sql: string, mended: string): Promise<void> => {
  const { pool } = product.system;
  undo = () => pool.query(mended);
  expect((await pool.query(sql)).rowCount).not.toBe(0);
};
afterEach(async () => {
  await undo?.();
  undo = undefined;
});

const setRetention = (value: string): Promise<void> =>
  withAdmin(product.system, async (admin) => {
    const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: product.system.topic };
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
    const own = resources[0]!.configEntries.filter(({ configSource }) => Number(configSource) === 1);
    const configEntries = own.map(({ configName: name, configValue }) => ({ name, value: name === 'retention.ms' ? value : configValue }));
    await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
  });

describe('timeline doctor', () => {
  it('finds nothing where nothing is wrong, and tells what it looked at', async () => {
    const { code, err, found, findings } = await doctor();
    expect([code, err, findings]).toEqual([0, '', []]);
    expect(found.partitions).toHaveLength(8);
    for (const { lag, live, judged, end } of found.partitions) expect([lag, live, judged]).toEqual([0, true, end! - 1]);
    expect(found.models.map(({ lag, partitions }) => [lag, partitions.every(({ state }) => state === 'live')])).toEqual(
      found.models.map(() => [0, true]),
    );
    expect(found.refold).toMatchObject({ differences: 0, notJudged: 0 });
    expect(found.refold!.models.map(({ name }) => name)).toEqual(found.models.map(({ name }) => name));
    const told = await operate(product.system, 'doctor');
    if (process.env['SHOW_DOCTOR'] !== undefined) writeFileSync(process.env['SHOW_DOCTOR'], told.out);
    expect([told.code, told.err]).toEqual([0, '']);
    expect(told.out).toMatch(/Nothing is wrong\.\n$/);
  }, 60_000);

  it('names a duty that the topic does not keep, and the command that mends it', async () => {
    undo = () => setRetention('-1');
    await setRetention('86400000');
    const { code, findings, first } = await quickly();
    expect([code, findings]).toEqual([5, ['fault topic-duties']]);
    expect(first.detail).toContain('retention.ms is 86400000, must be -1');
    expect(first.mend).toMatch(/^kafka-configs\.sh .*retention\.ms=-1/);
  });

  it('names what PostgreSQL lacks of the records, and what follows from it', async () => {
    const partition = product.system.partitionOf(MALI);
    await broken(
      `CREATE TABLE torn AS SELECT * FROM derived.records WHERE partition = ${partition} AND log_offset = 3`,
      'INSERT INTO derived.records SELECT * FROM torn; DROP TABLE torn',
    );
    await product.system.pool.query(`DELETE FROM derived.records WHERE partition = ${partition} AND log_offset = 3`);
    const { code, findings, found } = await doctor();
    expect([code, findings]).toEqual([5, ['fault record-torn', 'fault record-differs']]);
    expect(found.findings[0]!.detail).toContain(`the first missing is ${partition}-3`);
    expect(found.findings[1]!.detail).toContain(`records at ${partition}-3, row: in the log one, in PostgreSQL none`);
  }, 60_000);

  it('names a stream whose head is not what its events come to', async () => {
    await broken(
      `UPDATE derived.heads SET version = version + 1 WHERE situation = '${MALI}' AND stream = 'situation'`,
      `UPDATE derived.heads SET version = version - 1 WHERE situation = '${MALI}' AND stream = 'situation'`,
    );
    const { code, findings, first } = await quickly();
    expect([code, findings]).toEqual([5, ['fault heads-differ']]);
    expect(first.detail).toContain(`1 streams stand at another version than their events; the first is ${MALI} situation`);
  });

  it('names a read model that is not what the log comes to, and the rebuild that mends it', async () => {
    await broken(
      `UPDATE derived.travel_status_v1 SET value = '"nobody-said-so"' WHERE value = '"leave-now"'`,
      `UPDATE derived.travel_status_v1 SET value = '"leave-now"' WHERE value = '"nobody-said-so"'`,
    );
    const { code, findings, found } = await doctor();
    expect([code, findings]).toEqual([5, ['fault model-differs']]);
    expect(found.findings[0]!.mend).toBe('timeline rebuild travel_status');
  }, 60_000);

  it('names a read model that is parked, and how far it is behind', async () => {
    const partition = product.system.partitionOf(MALI);
    await broken(
      `INSERT INTO derived.projections VALUES ('timeline', ${partition}, 1, 'parked', 2, 'Error: bug')`,
      'DELETE FROM derived.projections',
    );
    const { code, findings, found, first } = await quickly();
    expect([code, findings]).toEqual([5, ['fault model-parked']]);
    expect(first).toMatchObject({ detail: `read model timeline stands at ${partition}-2: Error: bug` });
    expect(found.models.find(({ name }) => name === 'timeline')!.lag).toBe(found.partitions[partition]!.end! - 3);
  });

  it('warns of a clock that went back, and of one that is ahead', async () => {
    const partition = product.system.partitionOf(MALI);
    await broken(
      `UPDATE derived.records SET broker_at = broker_at - interval '1 hour' WHERE partition = ${partition} AND log_offset IN (4, 5)`,
      `UPDATE derived.records SET broker_at = broker_at + interval '1 hour' WHERE partition = ${partition} AND log_offset IN (4, 5)`,
    );
    const back = await quickly();
    expect([back.code, back.findings]).toEqual([7, ['warning clock-stepped-back']]);
    expect(back.first.detail).toMatch(new RegExp(`in partition ${partition} 2 records .* by 36\\d\\d\\.\\d s at ${partition}-[45]`));
    await undo!();
    await broken(
      `UPDATE derived.cursors SET recorded_at = recorded_at + interval '1 day' WHERE partition = ${partition}`,
      `UPDATE derived.cursors SET recorded_at = recorded_at - interval '1 day' WHERE partition = ${partition}`,
    );
    const ahead = await quickly();
    expect([ahead.code, ahead.findings]).toEqual([7, ['warning clock-ahead']]);
  });

  it('warns of what a verification left behind', async () => {
    await broken('CREATE SCHEMA timeline_verify_dead', 'DROP SCHEMA timeline_verify_dead CASCADE');
    const { code, findings, first } = await quickly();
    expect([code, findings]).toEqual([7, ['warning left-behind']]);
    expect(first.mend).toContain('DROP SCHEMA timeline_verify_dead CASCADE');
  });

  it('names a projector that is frozen, with what waits for it, and none that runs', async () => {
    const { system } = product;
    const partition = system.partitionOf(MALI);
    system.projector.freeze();
    try {
      for (let n = 0; n < 3; n++) await system.produce([{ partition, key: 'k', value: `${n}` }]);
      const { code, findings, found } = await quickly();
      expect([code, findings.toSorted()]).toEqual([5, ['fault no-projector', 'fault partition-stalled']]);
      expect(found.partitions[partition]!.lag).toBeGreaterThanOrEqual(2);
      expect(found.partitions.map(({ live }) => live)).toEqual(found.partitions.map((_, nth) => nth !== partition));
    } finally {
      system.projector.thaw();
    }
    await system.judged();
    await system.projector.stop();
    expect((await quickly()).findings).toEqual(['fault no-projector']);
    await system.projector.start();
  }, 60_000);

  it('says that it cannot look where a server is silent', async () => {
    const environment = { ...product.system.environment };
    const noDatabase = await operate({ environment: { ...environment, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' } }, 'doctor');
    expect([noDatabase.code, noDatabase.out]).toEqual([4, '']);
    expect(noDatabase.err).toContain('Cannot reach PostgreSQL at 127.0.0.1:1');
    const noBroker = await operate({ environment: { ...environment, KAFKA_BROKERS: '127.0.0.1:1' } }, 'doctor');
    expect([noBroker.code, noBroker.out]).toEqual([4, '']);
    expect(noBroker.err).toContain('Cannot reach Kafka at 127.0.0.1:1');
  }, 60_000);
});
