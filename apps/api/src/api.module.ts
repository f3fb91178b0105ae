import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { AdminModule } from './admin/admin.module.js';
import { CommandsModule } from './commands/commands.module.js';
import { HealthController } from './health/health.controller.js';
import { DtoPipe } from './http/dto.pipe.js';
import { ProblemFilter } from './http/problem.filter.js';
import { type Infrastructure, InfrastructureModule } from './infrastructure.module.js';
import { QueriesModule } from './queries/queries.module.js';
import { StreamModule } from './stream/stream.module.js';

@Module({})
export class ApiModule {
  static over(infrastructure: Infrastructure): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), InfrastructureModule.over(infrastructure), CommandsModule, QueriesModule, StreamModule, AdminModule],
      controllers: [HealthController],
      providers: [
        { provide: APP_PIPE, useClass: DtoPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
