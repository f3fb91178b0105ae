import { EXIT } from './exit-code.js';
import { run } from './program.js';
import type { Terminal } from './terminal/screen.js';

const { TIMELINE_URL, NO_COLOR } = process.env;
const { stdout, stderr } = process;

/** What to wrap at where nothing says how wide the reader's window is, and the least that the tables can do with. */
const USUAL_WIDTH = 80;
const LEAST_WIDTH = 60;

const terminal: Terminal = {
  screen: {
    width: Math.max(LEAST_WIDTH, stdout.isTTY ? stdout.columns || USUAL_WIDTH : USUAL_WIDTH),
    colours: stdout.isTTY === true && (NO_COLOR === undefined || NO_COLOR === ''),
  },
  out: (text) => void stdout.write(`${text}\n`),
  err: (text) => void stderr.write(`${text}\n`),
  ...(stdout.isTTY ? { live: stdout } : {}),
  ...(stderr.isTTY ? { progress: stderr } : {}),
};

// `timeline … | head` closes the pipe early. That is no fault of a command that has come to its end; one that has not must not look as if it had.
stdout.on('error', ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === 'EPIPE' ? (process.exitCode ?? EXIT.unsettled) : EXIT.failed),
);

const url = TIMELINE_URL === undefined || TIMELINE_URL === '' ? undefined : TIMELINE_URL;
process.exitCode = await run(process.argv.slice(2), terminal, url, process.env);
