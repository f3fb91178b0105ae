import { Failure } from '../../infra/local-stack/failure.mjs';
import { startTestStack } from '../../infra/local-stack/test-stack.mjs';

/** Once a run, before the first test that needs a stack; the workers inherit the environment. Jest runs it once though two projects name it. */
const setUp = async (): Promise<void> => {
  try {
    const stack = await startTestStack();
    process.env['DATABASE_URL'] = stack.databaseUrl;
    process.env['KAFKA_BROKERS'] = stack.brokers;
    process.env['TEST_RUN'] = stack.run;
    (globalThis as { stopTestStack?: () => Promise<void> }).stopTestStack = stack.stop;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1); // Jest would add a stack trace
  }
};

export default setUp;
