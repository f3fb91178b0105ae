import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { isRunning, self } from './process-identity.mjs';
import { until } from './waiting.mjs';

/** Longer than one start may take, in milliseconds. */
const limit = 120_000;

/**
 * Keeps two scripts from starting the same stack at once. A lock whose holder no longer runs is void.
 *
 * @template T
 * @param {string} directory
 * @param {AbortSignal} signal
 * @param {() => Promise<T>} work
 */
export const withLock = async (directory, signal, work) => {
  const path = join(directory, 'stack.lock');
  mkdirSync(directory, { recursive: true });
  const held = await until(() => take(path), { limit, signal });
  if (!held) throw new Failure(`Another script has been starting the stack for too long. If none is, remove ${path}`);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
};

/** @param {string} path */
const take = async (path) => {
  const holder = read(path);
  if (holder && isRunning(holder)) return false;
  rmSync(path, { force: true });
  try {
    writeFileSync(path, JSON.stringify(self()), { flag: 'wx' });
  } catch {
    return false; // another script was first
  }
  await sleep(50); // one that read the void lock with us may remove ours: then it is the holder
  return read(path)?.pid === process.pid;
};

/** @param {string} path @returns {import('./process-identity.mjs').Identity | undefined} */
const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};
