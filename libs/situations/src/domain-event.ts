import type { AdvisoryEvent } from './advisory/advisory.events.js';
import type { CorrectionEvent } from './correction/correction.events.js';
import type { IncidentEvent } from './incident/incident.events.js';
import type { MergeEvent } from './incident/merge.events.js';
import type { ObservationEvent } from './observation/observation.events.js';
import type { SituationEvent } from './situation/situation.events.js';
import type { SourceEvent } from './source/source.events.js';

export type DomainEvent = SituationEvent | AdvisoryEvent | IncidentEvent | MergeEvent | ObservationEvent | SourceEvent | CorrectionEvent;
