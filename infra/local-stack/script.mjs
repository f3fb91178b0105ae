import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure, Interrupted } from './failure.mjs';

/** Whether this module is the one that node was asked to run. @param {string} moduleUrl */
export const isMain = (moduleUrl) => process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);

/** A line on how far it is. On stderr, so that stdout holds only what another program may read. @param {string} line */
export const say = (line) => {
  process.stderr.write(`${line}\n`);
};

/**
 * Says what it does, does it, says how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 */
export const step = async (title, work) => {
  say(`${title} …`);
  const start = Date.now();
  const result = await work();
  say(`${title}: done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return result;
};

/**
 * Runs a script. It is handed a signal that aborts on Ctrl-C; the number it returns is the exit code.
 *
 * @param {(interruption: AbortSignal) => Promise<number | void>} main
 */
export const script = async (main) => {
  const interruption = new AbortController();
  // npm and the terminal may both deliver the same Ctrl-C: only the first counts.
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => interruption.abort(new Interrupted(name)));
  }
  // A closed terminal must not keep us from stopping what we started.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  process.exit(await main(interruption.signal).then((code) => code ?? 0, exitCode));
};

/** @param {unknown} error */
const exitCode = (error) => {
  if (error instanceof Interrupted) return 0;
  say(error instanceof Failure ? `\n${error.message}` : `\n${error instanceof Error ? error.stack : String(error)}`);
  return 1;
};
