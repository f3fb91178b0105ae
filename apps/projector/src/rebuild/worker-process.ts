import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a worker may hold of JavaScript's memory, in MiB: what it reads and writes is bounded, so that this does not grow with the log. */
const HEAP_MIB = 192;
/** Young objects of a few runs of records are dead by the time this is full: fewer are looked at twice. */
const YOUNG_MIB = 32;
const WORKER = fileURLToPath(new URL('./rebuild.worker.js', import.meta.url));

/**
 * Starts a process that goes on with the rebuild, as `nice` as it is to be to whoever asks or writes (0 to 19), with all its threads: a priority that
 * it gave itself would be that of one thread, and only once its code is loaded. It ends with code 0 where nothing is left to do for it, and with this
 * process.
 */
export const startWorker = (id: number, nice: number, env: NodeJS.ProcessEnv = process.env): ChildProcess =>
  fork(WORKER, [String(id)], {
    env,
    execPath: 'nice',
    execArgv: [
      '-n',
      String(nice),
      process.execPath,
      `--max-old-space-size=${HEAP_MIB}`,
      `--max-semi-space-size=${YOUNG_MIB}`,
      '--enable-source-maps',
    ],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
