// These names and shapes are the storage format. Never edit one in place: add a schema number and an upcaster.
import type { Published } from '../fact.js';

/** The incident turned out to be the same as `into`, which from now on speaks for both. Its claims are kept; stands in its own stream. */
export type IncidentMerged = {
  type: 'IncidentMerged';
  incidentId: string;
  into: string;
  reason: string;
  publishedAt?: Published;
  observedAt?: string;
};
/** They are two after all. */
export type IncidentUnmerged = {
  type: 'IncidentUnmerged';
  incidentId: string;
  from: string;
  reason: string;
  publishedAt?: Published;
  observedAt?: string;
};

export type MergeEvent = IncidentMerged | IncidentUnmerged;
