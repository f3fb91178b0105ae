import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafka } from '../../../../infra/local-stack/kafka.mjs';
import { lastingPorts } from '../../../../infra/local-stack/port.mjs';
import { newRun, removeRun } from '../../../../infra/local-stack/runs.mjs';
import { allowClients } from '../../../../test/support/client-quota.js';
import { eventually } from '../../../../test/support/eventually.js';
import { type EventLog, type Following, LogUnavailable, type NewRecord } from '../event-log.js';
import { openKafkaEventLog } from './kafka-event-log.js';
import { ensureTopic } from './topic.js';

const record = (text: string): NewRecord => ({ partition: 0, key: Buffer.from('k'), value: Buffer.from(text) });
const outcome = (appended: Promise<void>) =>
  appended.then(
    () => 'kept',
    (error: Error) => error.name,
  );

/** What a client may send on average where there is a quota. */
const BYTES_A_SECOND = 10_000;

/** A broker of this file's own, that can be killed, held up, and started again where it was. */
let broker: { pid: number; command: string[]; folder: string; port: number };
let log: EventLog;
let following: Following;
const got: string[] = [];

const start = () => {
  const child = spawn(broker.command[0]!, broker.command.slice(1), { stdio: 'ignore', detached: true });
  broker.pid = child.pid!;
};
/** Resolves when it does nothing more: its threads go on until one of them has taken the signal. */
const freeze = async () => {
  process.kill(broker.pid, 'SIGSTOP');
  const tasks = `/proc/${broker.pid}/task`;
  const states = () => readdirSync(tasks).map((task) => /\) (\w)/.exec(readFileSync(`${tasks}/${task}/stat`, 'utf8'))?.[1]);
  await eventually(() => expect([...new Set(states())]).toEqual(['T']), { every: 5 });
};
const gone = () => eventually(() => expect(() => process.kill(broker.pid, 0)).toThrow('ESRCH'));

beforeAll(async () => {
  const folder = await newRun();
  const service = kafka(folder, { ports: await lastingPorts(2) });
  const { pid, port } = await service.spawn(new AbortController().signal);
  await eventually(async () => expect(await service.answers(port)).toBe(true), { within: 60_000, every: 200 });
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  broker = { pid, command, folder, port };
  const settings = { brokers: [`127.0.0.1:${port}`], topic: 'outage', clientId: 'test', warn: () => undefined };
  await ensureTopic(settings, { partitions: 1 });
  log = await openKafkaEventLog(settings);
  following = await log.follow([1], async (_, records) => void got.push(...records.map(({ value }) => String(value))));
}, 90_000);

afterAll(async () => {
  await following.stop();
  await log.close();
  process.kill(broker.pid, 'SIGKILL');
  await gone();
  removeRun(broker.folder);
}, 60_000);

describe('a broker that is gone', () => {
  it('takes nothing, and that is certain; when it is back, everything goes on by itself', async () => {
    await log.append(record('before'));
    await eventually(() => expect(got).toEqual(['before']));
    process.kill(broker.pid, 'SIGKILL');
    await gone();

    const withdrawn = record('withdrawn');
    const appended = outcome(log.append(withdrawn));
    // Long enough for every client of it to have given up more than once.
    const begun = Date.now();
    await eventually(async () => {
      await expect(log.ends()).rejects.toThrow(LogUnavailable);
      expect(Date.now() - begun).toBeGreaterThan(10_000);
    });
    expect(log.withdraw(withdrawn)).toBe(true);
    expect(await appended).toBe('NotAppended');

    start();
    await eventually(() => log.ends(), { within: 60_000 });
    const up = Date.now();
    await log.append(record('after'));
    await eventually(() => expect(got).toEqual(['before', 'after']));
    expect(Date.now() - up).toBeLessThan(15_000);
    expect(await log.ends()).toEqual([{ partition: 0, start: 0, end: 3 }]);
  }, 120_000);
});

describe('a broker that does not answer', () => {
  it('may have taken what was handed to it: that cannot be withdrawn', async () => {
    await freeze();
    const [handed, behind] = [record('handed'), record('behind')];
    const first = outcome(log.append(handed));
    // It says nothing for seconds: by then the first record has left, and the second waits behind it.
    await expect(log.ends()).rejects.toThrow(LogUnavailable);
    const second = outcome(log.append(behind));
    expect(log.withdraw(behind)).toBe(true);
    expect(await second).toBe('NotAppended');
    expect(log.withdraw(handed)).toBe(false);
    process.kill(broker.pid, 'SIGCONT');
    expect(await first).toBe('kept');
    await eventually(() => expect(got.at(-1)).toBe('handed'));
    expect(got).not.toContain('behind');
  }, 60_000);
});

describe('a broker that makes its clients wait, by a quota', () => {
  it('is not sent what was withdrawn meanwhile, and nothing breaks', async () => {
    await allowClients(broker.port, BYTES_A_SECOND);
    // It obeys a little after it said so: then a fifth more than the ten seconds allow that it looks back on is to be waited for.
    await eventually(async () => {
      await log.append(record('x'.repeat(BYTES_A_SECOND * 12)));
      const sent = Date.now();
      await log.append(record('waits'));
      expect(Date.now() - sent).toBeGreaterThan(1_000);
    });
    // As much more as is allowed in two seconds: to be waited for so long.
    await log.append(record('x'.repeat(BYTES_A_SECOND * 2)));
    const begun = Date.now();
    const put = record('put');
    const appended = outcome(log.append(put));
    // By then the client library has it, and has not sent it.
    await log.ends();
    expect(log.withdraw(put)).toBe(true);
    expect(await appended).toBe('NotAppended');
    await log.append(record('next'));
    expect(Date.now() - begun).toBeGreaterThan(1_000);
    await eventually(() => expect(got.at(-1)).toBe('next'));
    expect(got).not.toContain('put');
  }, 60_000);
});
