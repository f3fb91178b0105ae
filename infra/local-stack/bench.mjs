import { existsSync } from 'node:fs';
import { runHere } from './command.mjs';
import { Failure } from './failure.mjs';
import { localStack } from './local-stack.mjs';
import { inCheckout } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { newRun, removeRun } from './runs.mjs';
import { script } from './script.mjs';
import { unlessAborted } from './waiting.mjs';

// node infra/local-stack/bench.mjs NAME: runs bench/NAME.ts on a stack without data, or on DATABASE_URL and KAFKA_BROKERS where set.
await script(async (interruption) => {
  const [name = '', ...args] = process.argv.slice(2);
  await prepare({ kafka: !process.env['KAFKA_BROKERS'] });
  const main = inCheckout(`dist/bench/${name}.js`);
  if (!/^[\w-]+$/.test(name) || !existsSync(main)) throw new Failure(`There is no benchmark "${name}" in bench/.`);
  const directory = await newRun();
  const stack = localStack({ directory });
  try {
    const { databaseUrl, brokers } = await unlessAborted(stack.start(), interruption);
    const env = { ...process.env, DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers };
    return await runHere(process.execPath, ['--enable-source-maps', main, ...args], { env, signal: interruption });
  } finally {
    await stack.stop();
    removeRun(directory);
  }
});
