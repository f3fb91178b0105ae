import { blockadeSeverityProjection } from './blockade-severity/blockade-severity.projection.js';
import type { DomainEvent } from '../../situations/src/index.js';
import { guidanceChangesProjection } from './guidance-changes/guidance-changes.projection.js';
import { incidentsProjection } from './incidents/incidents.projection.js';
import { observationsProjection } from './observations/observations.projection.js';
import type { Projection } from './projection.js';
import { sourcesProjection } from './sources/sources.projection.js';
import { timelineProjection } from './timeline/timeline.projection.js';
import { travelStatusProjection } from './travel-status/travel-status.projection.js';

/** The read models that commit with the verdict. */
export const LIVE_PROJECTIONS: readonly Projection<DomainEvent>[] = [
  travelStatusProjection,
  guidanceChangesProjection,
  timelineProjection,
  incidentsProjection,
  observationsProjection,
  blockadeSeverityProjection,
  sourcesProjection,
];
