import kafkajs from 'kafkajs';
import { Failure } from '../../infra/local-stack/failure.mjs';
import { startTestStack } from '../../infra/local-stack/test-stack.mjs';
import { until } from '../../infra/local-stack/waiting.mjs';

/** A broker makes what it keeps of consumer groups when it is first asked for one, and refuses all of them until it has loaded that. */
const untilGroupsAreKept = async (brokers: string): Promise<void> => {
  const admin = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    for (const ask of [() => admin.describeGroups(['any']), () => admin.listGroups()]) {
      const answers = () =>
        ask().then(
          () => true,
          () => false,
        );
      if (!(await until(answers, { limit: 30_000 }))) throw new Failure('Kafka does not take up consumer groups.');
    }
  } finally {
    await admin.disconnect();
  }
};

/** Once a run, before the first test that needs a stack; the workers inherit the environment. Jest runs it once though two projects name it. */
const setUp = async (): Promise<void> => {
  try {
    const stack = await startTestStack();
    process.env['DATABASE_URL'] = stack.databaseUrl;
    process.env['KAFKA_BROKERS'] = stack.brokers;
    process.env['TEST_RUN'] = stack.run;
    (globalThis as { stopTestStack?: () => Promise<void> }).stopTestStack = stack.stop;
    await untilGroupsAreKept(stack.brokers);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1); // Jest would add a stack trace
  }
};

export default setUp;
