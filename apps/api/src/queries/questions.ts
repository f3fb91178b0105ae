import { Query } from '@nestjs/cqrs';
import type { GuidanceChange, Page } from '../../../../libs/read-models/src/index.js';
import type { OfIncident, OfSituation } from '../commands/addresses.dto.js';
import type { Coordinates } from './as-of.reader.js';
import type { GuidanceQuery, LagQuery, OfGuidanceChange } from './guidance.dto.js';
import type {
  AsOfQuery,
  DiffQuery,
  HistoryQuery,
  IncidentsQuery,
  ListQuery,
  ObservationsQuery,
  OfAdvisory,
  PageQuery,
  DeltaQuery,
  StatusQuery,
  TimelineQuery,
} from './queries.dto.js';

// What can be asked. Each question is answered by the handler of its name.

/** A question about one situation. */
class About<Of extends OfSituation, Asked, Answer extends object = object> extends Query<Answer> {
  constructor(
    readonly of: Of,
    readonly asked: Asked,
  ) {
    super();
  }
}

export class WhichSituations extends Query<object> {
  constructor(readonly asked: PageQuery) {
    super();
  }
}
export class WhichSituation extends About<OfSituation, AsOfQuery> {}
export class WhatStatus extends About<OfSituation, StatusQuery> {}
export class WhichAdvisory extends About<OfAdvisory, AsOfQuery> {}
export class WhichGuidanceChanges extends About<OfSituation, GuidanceQuery, Coordinates & Page<GuidanceChange>> {}
export class WhichGuidanceChange extends About<OfGuidanceChange, AsOfQuery> {}
export class HowLate extends About<OfSituation, LagQuery> {}
export class WhichIncidents extends About<OfSituation, IncidentsQuery> {}
export class WhichDuplicates extends About<OfSituation, ListQuery> {}
export class WhichIncident extends About<OfIncident, AsOfQuery, { incident: object }> {}
export class WhichObservations extends About<OfSituation, ObservationsQuery> {}
export class WhichTimeline extends About<OfSituation, TimelineQuery> {}
export class HowSevere extends About<OfSituation, AsOfQuery> {}
export class HowSevereOverTime extends About<OfSituation, HistoryQuery> {}
export class WhatMadeItSevere extends About<OfSituation, DeltaQuery> {}

export class WhatChanged extends About<OfSituation, DiffQuery> {}

export class WhichSources extends Query<object> {
  constructor(readonly asked: ListQuery) {
    super();
  }
}
export class WhichSource extends Query<{ source: object }> {
  constructor(
    readonly sourceId: string,
    readonly asked: AsOfQuery,
  ) {
    super();
  }
}

/** The verdict on a command. */
export class WhichVerdict extends Query<object> {
  constructor(readonly commandId: string) {
    super();
  }
}
export class WhichEvent extends Query<object> {
  constructor(readonly eventId: string) {
    super();
  }
}
