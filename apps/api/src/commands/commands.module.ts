import { Module } from '@nestjs/common';
import { CorrectionsController } from './corrections.controller.js';
import { DryRunHandler } from './dry-run.handlers.js';
import { ImportController } from './import.controller.js';
import { ImportHandler } from './import.handlers.js';
import { IncidentsController } from './incidents.controller.js';
import { SituationsController } from './situations.controller.js';
import { SourcesController } from './sources.controller.js';
import { SubmitHandler } from './submit.handlers.js';
import { Targets } from './targets.js';
import { Writes } from './writes.js';

@Module({
  controllers: [SituationsController, IncidentsController, CorrectionsController, SourcesController, ImportController],
  providers: [Writes, Targets, SubmitHandler, DryRunHandler, ImportHandler],
})
export class CommandsModule {}
