import { localStack } from './local-stack.mjs';
import { prepare } from './prepare.mjs';
import { say, script } from './script.mjs';
import { unlessAborted } from './waiting.mjs';

// npm run stack: PostgreSQL and Kafka alone, until Ctrl-C. Its standard output can be evaluated by a shell.
await script(async (interruption) => {
  await prepare({ kafka: !process.env['KAFKA_BROKERS'], build: false });
  const stack = localStack();
  try {
    const { databaseUrl, brokers } = await unlessAborted(stack.start(), interruption);
    console.log(`DATABASE_URL=${databaseUrl}\nKAFKA_BROKERS=${brokers}`);
    say('Ctrl-C stops them.');
    await unlessAborted(stack.watch(), interruption);
  } finally {
    await stack.stop();
  }
});
