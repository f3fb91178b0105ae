import type { ClaimAdded, ClaimRetracted, ClaimRevised, IncidentReclassified, IncidentReported } from './incident.events.js';

type Asks<Type extends string, Event> = { type: Type } & Omit<Event, 'type'>;

export type ReportIncident = Asks<'ReportIncident', IncidentReported>;
export type AddClaim = Asks<'AddClaim', ClaimAdded>;
export type ReviseClaim = Asks<'ReviseClaim', ClaimRevised>;
export type RetractClaim = Asks<'RetractClaim', ClaimRetracted>;
export type ReclassifyIncident = Asks<'ReclassifyIncident', IncidentReclassified>;

export type IncidentCommand = ReportIncident | AddClaim | ReviseClaim | RetractClaim | ReclassifyIncident;
