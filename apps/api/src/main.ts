import 'reflect-metadata';
import {
  anonymousAccess,
  type Closer,
  closeOnSignal,
  EnvironmentFaults,
  growHeapBy,
  openLogger,
  readEnvironment,
} from '../../../libs/platform/src/index.js';
import { createApplication } from './application.js';
import { openInfrastructure } from './open-infrastructure.js';
import { OpenStreams } from './stream/open-streams.js';

/** What an api remembers is bounded by its weight; with this its memory as a whole is (docs/operations.md). */
const HEAP_GROWS_BY_PERCENT = 30;

const run = async (): Promise<void> => {
  growHeapBy(HEAP_GROWS_BY_PERCENT);
  const environment = readEnvironment(
    [
      'databaseUrl',
      'databaseReadUrl',
      'kafkaBrokers',
      'topicPrefix',
      'host',
      'port',
      'logLevel',
      'allowAnonymous',
      'liveStreams',
      'liveStreamsOfClient',
      'streamsMib',
      'severityRows',
    ],
    process.env,
  );
  const access = anonymousAccess(environment);
  const logger = openLogger('api', environment.logLevel);
  logger.warn(access);
  const closers: Closer[] = [];
  closeOnSignal(closers, logger);
  const opened = await openInfrastructure(environment, logger);
  closers.push(...opened.closers);
  const app = await createApplication(opened.infrastructure, logger);
  closers.unshift({ name: 'the server', close: () => app.close() });
  closers.unshift({ name: 'the open streams', close: () => app.get(OpenStreams).closeAll() });
  await app.listen({ port: environment.port, host: environment.host });
  logger.info(`listening on ${await app.getUrl()}`);
};

run().catch((error: unknown) => {
  console.error(error instanceof EnvironmentFaults ? error.message : error);
  process.exit(1);
});
