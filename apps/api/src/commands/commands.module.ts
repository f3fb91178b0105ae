import { Module } from '@nestjs/common';
import { ImportController } from './import.controller.js';
import { ImportHandler } from './import.handlers.js';
import { IncidentsController } from './incidents.controller.js';
import { SituationsController } from './situations.controller.js';
import { SubmitHandler } from './submit.handlers.js';
import { Writes } from './writes.js';

@Module({
  controllers: [SituationsController, IncidentsController, ImportController],
  providers: [Writes, SubmitHandler, ImportHandler],
})
export class CommandsModule {}
