import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import {
  anonymousAccess,
  closeOnSignal,
  EnvironmentFaults,
  growHeapBy,
  nestLogger,
  openLogger,
  readEnvironment,
  serveOperations,
} from '../../../libs/platform/src/index.js';
import { Projector } from './projector.js';
import { ProjectorModule } from './projector.module.js';

/** A batch at the end of a long catch-up is large, and is garbage as soon as it is written. */
const HEAP_GROWS_BY_PERCENT = 50;

const run = async (): Promise<void> => {
  growHeapBy(HEAP_GROWS_BY_PERCENT);
  const environment = readEnvironment(
    ['databaseUrl', 'kafkaBrokers', 'topicPrefix', 'projectorHost', 'projectorPort', 'rebuildNice', 'logLevel', 'allowAnonymous'],
    process.env,
  );
  const { projectorHost: host, projectorPort: port, allowAnonymous } = environment;
  const access = anonymousAccess({ host, allowAnonymous }, 'PROJECTOR_HOST');
  const logger = openLogger('projector', environment.logLevel);
  logger.warn(access);
  const projector = new Projector(environment, logger);
  const app = await NestFactory.createApplicationContext(ProjectorModule.of(projector), { logger: nestLogger(logger) });
  const operations = { reasons: () => projector.reasons(), metrics: () => projector.metrics() };
  const server = await serveOperations(operations, { host, port });
  logger.info(`health and metrics at ${server.url}`);
  const close = async () => {
    await app.close();
    await server.close();
  };
  closeOnSignal([{ name: 'the projector', close }], logger);
  try {
    await projector.start();
  } catch (error) {
    logger.fatal({ err: error }, 'the projector refuses to start');
    await close();
    process.exitCode = 1;
  }
};

run().catch((error: unknown) => {
  console.error(error instanceof EnvironmentFaults ? error.message : error);
  process.exit(1);
});
