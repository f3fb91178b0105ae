import { spawn } from 'node:child_process';
import { root } from './paths.mjs';
import { Failure } from './failure.mjs';

/** How much of a failed command's output is told, of its beginning and of its end, in characters: npm names the fault first, then its options. */
const told = 3000;

/** @param {string} output */
const shortened = (output) => (output.length <= 2 * told ? output : `${output.slice(0, told)}\n…\n${output.slice(-told)}`).trimEnd();

/**
 * Runs a command to its end without showing its output, which is told only if it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, uid?: number | undefined, gid?: number | undefined }} [options]
 * @returns {Promise<void>}
 */
export const run = (command, args, { cwd = root, uid, gid } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...(uid === undefined ? {} : { uid, gid }) });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Failure(`${command} could not be run: ${error.message}`)));
    child.on('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Failure(`${command} ${args.join(' ')} failed (${signal ?? `exit code ${code}`}):\n${shortened(output)}`)),
    );
  });

/**
 * Runs a command with this terminal as its own. When the signal aborts, the command is asked to end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<number>} its exit code
 */
export const runHere = (command, args, { env = process.env, signal }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    const end = () => child.kill('SIGTERM');
    signal.addEventListener('abort', end);
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', end);
      resolve(code ?? 1);
    });
  });
