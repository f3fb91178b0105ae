import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { withLock } from './lock.mjs';
import { isRunning, self } from './process-identity.mjs';
import { obtain, release } from './service.mjs';
import type { Service } from './service.mjs';
import { stateFile } from './state-file.mjs';

/** Servers without a port: a node process that waits, known by a mark on its command line. */
describe('a server of the stack', () => {
  let directory: string;
  let children: ChildProcess[];
  let spawned: number;
  const noSignal = new AbortController().signal;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'stack-spec-'));
    children = [];
    spawned = 0;
    jest.spyOn(process.stderr, 'write').mockReturnValue(true); // what it says of its progress
  });

  afterEach(() => {
    jest.restoreAllMocks();
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  });

  const waiting = (mark: string): Promise<number> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', mark], { stdio: 'ignore' });
      children.push(child);
      child.once('spawn', () => resolve(child.pid!));
    });

  const service = (answers: () => boolean = () => true): Service => ({
    name: 'thing',
    title: 'Thing',
    log: join(directory, 'thing.log'),
    stop: { signal: 'SIGTERM', limit: 2000 },
    spawn: async () => {
      spawned += 1;
      const mark = `${directory}/thing-${spawned}`;
      return { pid: await waiting(mark), mark, port: 1 };
    },
    answers: async () => answers(),
  });

  const left = { port: 1, startedAt: '2026-01-01T00:00:00Z' };
  const gone = { pid: 999_999_999, mark: 'gone' };

  it('is started, written down, and stopped', async () => {
    const state = stateFile(directory);
    const entry = await obtain(service(), state, noSignal);
    expect(isRunning(entry)).toBe(true);
    expect(state.read()['thing']).toMatchObject({ pid: entry.pid, owner: self() });
    await release(service(), state);
    expect(isRunning(entry)).toBe(false);
    expect(state.read()).toEqual({});
  });

  it('is taken over from a killed script', async () => {
    const state = stateFile(directory);
    const identity = { pid: await waiting(`${directory}/left`), mark: `${directory}/left` };
    state.record('thing', { ...identity, ...left, owner: gone });
    expect(await obtain(service(), state, noSignal)).toMatchObject(identity);
    expect(spawned).toBe(0);
    await release(service(), state);
    expect(isRunning(identity)).toBe(false);
  });

  it('is used, but not stopped, while its own script runs', async () => {
    const state = stateFile(directory);
    const identity = { pid: await waiting(`${directory}/left`), mark: `${directory}/left` };
    const owner = { pid: await waiting(`${directory}/owner`), mark: `${directory}/owner` };
    state.record('thing', { ...identity, ...left, owner });
    await obtain(service(), state, noSignal);
    await release(service(), state);
    expect(spawned).toBe(0);
    expect(isRunning(identity)).toBe(true);
  });

  it('is never a stranger that got the number of a server since', async () => {
    const state = stateFile(directory);
    const stranger = { pid: await waiting(`${directory}/stranger`), mark: `${directory}/stranger` };
    state.record('thing', { ...left, pid: stranger.pid, mark: `${directory}/left`, owner: gone });
    const entry = await obtain(service(), state, noSignal);
    expect(entry.pid).not.toBe(stranger.pid);
    expect(isRunning(stranger)).toBe(true);
  });

  it('fails with the end of its log when it ends while starting', async () => {
    const dying: Service = {
      ...service(() => false),
      spawn: async () => {
        writeFileSync(join(directory, 'thing.log'), 'no space left\n');
        return { ...gone, port: 1 };
      },
    };
    await expect(obtain(dying, stateFile(directory), noSignal)).rejects.toThrow(/ended while starting.*\n?.*no space left/s);
  });

  it('starts anew where the state file is broken', async () => {
    writeFileSync(join(directory, 'stack.json'), '{"thing": {"pid"');
    await obtain(service(), stateFile(directory), noSignal);
    expect(spawned).toBe(1);
  });

  it('is started by one script at a time, and a lock whose holder is gone is void', async () => {
    writeFileSync(join(directory, 'stack.lock'), JSON.stringify(gone));
    let holders = 0;
    const work = async () => {
      holders += 1;
      expect(holders).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      holders -= 1;
    };
    await withLock(directory, noSignal, work);
    await expect(withLock(directory, AbortSignal.timeout(10), work)).resolves.toBeUndefined();
  });
});
