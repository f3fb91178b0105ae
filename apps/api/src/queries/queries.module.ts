import { Module } from '@nestjs/common';
import { AsOfReader } from './as-of.reader.js';
import { DiffController } from './diff.controller.js';
import { WhatChangedHandler } from './diff.handlers.js';
import { HowLateHandler, WhichGuidanceChangeHandler, WhichGuidanceChangesHandler } from './audit.handlers.js';
import { GuidanceController } from './guidance.controller.js';
import { WhatStatusHandler, WhichAdvisoryHandler } from './guidance.handlers.js';
import { RecordController } from './record.controller.js';
import { WhichEventHandler, WhichVerdictHandler } from './record.handlers.js';
import {
  WhichDuplicatesHandler,
  WhichIncidentHandler,
  WhichIncidentsHandler,
  WhichObservationsHandler,
  WhichTimelineHandler,
} from './reports.handlers.js';
import { SeverityController } from './severity.controller.js';
import { HowSevereHandler, HowSevereOverTimeHandler, WhatMadeItSevereHandler } from './severity.handlers.js';
import { SituationQueriesController } from './situations.controller.js';
import { SourceQueriesController } from './sources.controller.js';
import { WhichSourceHandler, WhichSourcesHandler } from './sources.handlers.js';
import { WhichSituationHandler, WhichSituationsHandler } from './situations.handlers.js';
import { StatusReader } from './status.reader.js';

@Module({
  controllers: [
    SituationQueriesController,
    GuidanceController,
    SeverityController,
    DiffController,
    SourceQueriesController,
    RecordController,
  ],
  providers: [
    AsOfReader,
    StatusReader,
    WhichSituationsHandler,
    WhichSituationHandler,
    WhatStatusHandler,
    WhichAdvisoryHandler,
    WhichGuidanceChangesHandler,
    WhichGuidanceChangeHandler,
    HowLateHandler,
    WhichDuplicatesHandler,
    WhichIncidentsHandler,
    WhichIncidentHandler,
    WhichObservationsHandler,
    WhichTimelineHandler,
    HowSevereHandler,
    HowSevereOverTimeHandler,
    WhatMadeItSevereHandler,
    WhatChangedHandler,
    WhichSourcesHandler,
    WhichSourceHandler,
    WhichVerdictHandler,
    WhichEventHandler,
  ],
  exports: [AsOfReader],
})
export class QueriesModule {}
