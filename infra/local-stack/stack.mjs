import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { localStack } from './local-stack.mjs';
import { dataDirectory } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { say, script } from './script.mjs';
import { unlessAborted } from './waiting.mjs';

/** @param {string[]} args */
const brokersAsked = (args) => {
  const [name, value, ...rest] = args.flatMap((arg) => arg.split('='));
  if (name === undefined) return 1;
  if (name !== '--brokers' || rest.length > 0 || (value !== '1' && value !== '3'))
    throw new Failure(`npm run stack takes --brokers 1 or --brokers 3 and nothing else, not: ${args.join(' ')}`);
  return Number(value);
};

// npm run stack: PostgreSQL and Kafka alone, until Ctrl-C. Its standard output can be evaluated by a shell.
await script(async (interruption) => {
  const nodes = brokersAsked(process.argv.slice(2));
  await prepare({ kafka: !process.env['KAFKA_BROKERS'], build: false });
  // Three brokers hold another log than one, so they have a database of their own.
  const stack = localStack({ nodes, ...(nodes === 1 ? {} : { directory: join(dataDirectory, 'cluster') }) });
  try {
    const { databaseUrl, brokers } = await unlessAborted(stack.start(), interruption);
    console.log(`DATABASE_URL=${databaseUrl}\nKAFKA_BROKERS=${brokers}`);
    say('Ctrl-C stops them.');
    await unlessAborted(stack.watch(), interruption);
  } finally {
    await stack.stop();
  }
});
