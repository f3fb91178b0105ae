import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import { type Logger, nestLogger } from '../../../libs/platform/src/index.js';
import { ApiModule } from './api.module.js';
import { BODY_LIMIT, readBodies } from './http/bodies.js';
import { answerBadAddress, answerBrokenRequest } from './http/broken-request.js';
import { forbidCaching } from './http/caching.js';
import { closeInTime } from './http/closing.js';
import { correlate, correlationIdOf } from './http/correlation.js';
import { serveDocs } from './http/docs.js';
import { serveOpenApi } from './http/openapi.js';
import { cutOffSilent, SILENT_MS } from './http/silence.js';
import type { Infrastructure } from './infrastructure.module.js';

/** Ids have at most 100 characters, some of which take three in an address. */
const LONGEST_PART = 300;

/** The api, ready to listen or to be asked by `inject`. */
export const createApplication = async (infrastructure: Infrastructure, logger: Logger): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    bodyLimit: BODY_LIMIT,
    connectionTimeout: SILENT_MS,
    routerOptions: { maxParamLength: LONGEST_PART },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    genReqId: correlationIdOf,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerBadAddress,
  });
  readBodies(adapter.getInstance());
  correlate(adapter.getInstance());
  forbidCaching(adapter.getInstance());
  closeInTime(adapter.getInstance());
  cutOffSilent(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.over(infrastructure), adapter, {
    bodyParser: false,
    logger: nestLogger(logger),
    abortOnError: false,
  });
  serveOpenApi(app);
  serveDocs(adapter.getInstance());
  await app.init();
  await adapter.getInstance().ready();
  return app;
};
