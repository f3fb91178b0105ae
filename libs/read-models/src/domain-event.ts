import type { AdvisoryEvent, IncidentEvent, ObservationEvent, SituationEvent, SourceEvent } from '../../situations/src/index.js';

/** Every event that a projection may be handed, beside the unreadable. */
export type DomainEvent = SituationEvent | AdvisoryEvent | IncidentEvent | ObservationEvent | SourceEvent;
