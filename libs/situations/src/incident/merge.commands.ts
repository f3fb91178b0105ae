import type { IncidentMerged, IncidentUnmerged } from './merge.events.js';

export type MergeIncident = { type: 'MergeIncident' } & Omit<IncidentMerged, 'type'>;
export type UnmergeIncident = { type: 'UnmergeIncident' } & Omit<IncidentUnmerged, 'type'>;

export type MergeCommand = MergeIncident | UnmergeIncident;
