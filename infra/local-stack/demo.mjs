import { parseArgs } from 'node:util';
import { runHere } from './command.mjs';
import { Failure } from './failure.mjs';
import { inCheckout } from './paths.mjs';
import { say, script } from './script.mjs';
import { withApi } from './session.mjs';

/** @param {AbortSignal} signal @param {...string} args of the timeline command */
const timeline = async (signal, ...args) => {
  const code = await runHere(process.execPath, ['--enable-source-maps', inCheckout('dist/apps/cli/src/main.js'), ...args], { signal });
  signal.throwIfAborted();
  if (code !== 0) throw new Failure(`timeline ${args.join(' ')} failed (exit code ${code}).`);
};

// npm run demo: everything from a bare checkout to the duty officer's screen, until Ctrl-C. With --once it ends after the screen.
await script((interruption) => {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  return withApi(interruption, async (url, failed) => {
    await timeline(interruption, 'import', 'chronicle', 'data/mali-2025.chronicle.jsonl', '--url', url);
    await timeline(interruption, 'overview', 'mali-2025', '--url', url);
    console.log(`ready ${url}`);
    if (values.once) return;
    say('Ctrl-C stops everything.');
    await failed;
  });
});
