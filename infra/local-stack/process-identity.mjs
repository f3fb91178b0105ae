import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { until } from './waiting.mjs';

/**
 * A process and how to know it again: numbers are given anew after a process ends, so a number alone is never enough to end one.
 *
 * @typedef {{ pid: number, mark: string }} Identity mark: a text that its command line holds
 */

/** How long a killed process may take to vanish, in milliseconds. */
const killLimit = 5000;

/** This process. Its script may have been named by a relative path, hence only the last part. @returns {Identity} */
export const self = () => ({ pid: process.pid, mark: basename(process.argv[1] ?? process.execPath) });

/** @param {number} pid */
const commandLine = (pid) => {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return ''; // no such process
  }
};

/** Whether the very process still runs: not gone, not another one under its number. @param {Identity} identity */
export const isRunning = ({ pid, mark }) => Number.isInteger(pid) && pid > 1 && mark !== '' && commandLine(pid).includes(mark);

/**
 * Asks the process to end, and kills it when it has not after the limit. Does nothing to any other process.
 *
 * @param {Identity} identity
 * @param {{ signal?: NodeJS.Signals, limit: number }} options limit in milliseconds
 */
export const end = async (identity, { signal = 'SIGTERM', limit }) => {
  const ended = () => !isRunning(identity);
  if (ended()) return;
  send(identity.pid, signal);
  if (await until(ended, { limit, every: 50 })) return;
  send(identity.pid, 'SIGKILL');
  await until(ended, { limit: killLimit, every: 50 });
};

/** @param {number} pid @param {NodeJS.Signals} signal */
const send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in between.
  }
};
