import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { root } from './paths.mjs';
import { Failure } from './failure.mjs';

/**
 * Starts a server in a process group of its own, so that a Ctrl-C in the terminal reaches only the script, which stops its servers in order.
 * Its output goes to a log, begun anew.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ log: string, env?: NodeJS.ProcessEnv, uid?: number | undefined, gid?: number | undefined }} options
 * @returns {Promise<{ pid: number, exited: Promise<string> }>} exited: how it ended, in words
 */
export const launch = async (command, args, { log, env = process.env, uid, gid }) => {
  mkdirSync(dirname(log), { recursive: true });
  closeSync(openSync(log, 'w'));
  const output = openSync(log, 'a');
  try {
    const child = spawn(command, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', output, output],
      ...(uid === undefined ? {} : { uid, gid }),
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(new Failure(`${command} could not be started: ${error.message}`)));
    });
    child.unref();
    const exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
    });
    return { pid: /** @type {number} */ (child.pid), exited };
  } finally {
    closeSync(output);
  }
};

/**
 * The last lines of a log, with its path, for a message.
 *
 * @param {string} log
 * @param {number} [lines]
 */
export const endOfLog = (log, lines = 20) => {
  let text = '';
  try {
    text = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    // Not even begun: said below.
  }
  return text === '' ? `Its log ${log} is empty.` : `Its log ${log} ends with:\n${text}`;
};
