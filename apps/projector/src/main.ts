import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { closeOnSignal, EnvironmentFaults, nestLogger, openLogger, readEnvironment } from '../../../libs/platform/src/index.js';
import { Projector } from './projector.js';
import { ProjectorModule } from './projector.module.js';

const run = async (): Promise<void> => {
  const environment = readEnvironment(['databaseUrl', 'kafkaBrokers', 'topicPrefix', 'logLevel'], process.env);
  const logger = openLogger('projector', environment.logLevel);
  const projector = new Projector(environment, logger);
  const app = await NestFactory.createApplicationContext(ProjectorModule.of(projector), { logger: nestLogger(logger) });
  closeOnSignal([{ name: 'the projector', close: () => app.close() }], logger);
  try {
    await projector.start();
  } catch (error) {
    logger.fatal({ err: error }, 'the projector refuses to start');
    await app.close();
    process.exitCode = 1;
  }
};

run().catch((error: unknown) => {
  console.error(error instanceof EnvironmentFaults ? error.message : error);
  process.exit(1);
});
