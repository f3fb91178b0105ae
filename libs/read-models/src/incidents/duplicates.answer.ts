import type { IncidentKind, Occurred } from '../../../situations/src/index.js';

export type Candidate = { incidentId: string; place: string; occurred: Occurred };

/** Two incidents that may be one. */
export type DuplicateCandidate = {
  kind: IncidentKind;
  /** The one that began first, or of equals the one recorded first, comes first. */
  incidents: readonly [Candidate, Candidate];
  /** 0..1, three decimals: mean of nearness in space (1 − km/5; 0.5 where only the place's name is known) and in time (1 − days/2), and the share of figures that agree where both give any of one measure and group. */
  likeness: number;
  reasons: {
    /** Great-circle distance, one decimal; null where one has no coordinates: then both name the same place. */
    distanceKm: number | null;
    samePlaceName: boolean;
    /** Between the end of the earlier and the start of the later, one decimal; 0 where they overlap. */
    daysApart: number;
    /** Figures in use that agree, by measure and group. */
    sameFigures: readonly { measure: string; group: string | null; low: number }[];
  };
};
