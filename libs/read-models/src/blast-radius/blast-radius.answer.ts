import type { CommitPosition } from '../../../event-log/src/index.js';
import type { Band } from '../../../severity/src/index.js';
import type { ObservationKind } from '../../../situations/src/index.js';
import type { Incident, StandingClaim } from '../incidents/incidents.answer.js';
import type { Json } from '../projection.js';
import type { FacetName } from '../travel-status/travel-status.answer.js';

/** A span of validAt (RFC 3339; `to` exclusive, null without end) over which an answer differs. null: nothing is stated. */
export type Period = { from: string; to: string | null; before: Json; after: Json };

/** An incident without what only says where it is recorded; claims by incident and claim id, figures by measure and group. */
export type IncidentTold = Omit<Incident, 'eventId' | 'recordedAt' | 'position' | 'version' | 'claims'> & {
  claims: Omit<StandingClaim, 'eventId' | 'recordedAt'>[];
};

type Scored = { score: number; band: Band };

/** What events that are not yet recorded would change, everything known at the position. */
export type BlastRadius = {
  /** Before the events. */
  position: CommitPosition;
  /** By authority, destination and facet. */
  facets: { authority: string; destination: string; facet: FacetName; periods: Period[] }[];
  /** Midnights (UTC) whose score or band differs. */
  severity: { validAt: string; before: Scored; after: Scored }[];
  /** By id; null where it is not known. */
  incidents: { incidentId: string; before: IncidentTold | null; after: IncidentTold | null }[];
  /** By kind and subject. */
  observations: { kind: ObservationKind; subject: string; periods: Period[] }[];
};
