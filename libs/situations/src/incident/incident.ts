import { type Decider, Rejected } from '../../../decider/src/index.js';
import { same } from '../equality.js';
import { checkSighting, checkText } from '../fact-rules.js';
import type { SituationEvent } from '../situation/situation.events.js';
import { mustBeKnown, mustBeOpen, type Standing, standingAfter } from '../situation/standing.js';
import type { IncidentCommand } from './incident.commands.js';
import type { Claim, IncidentEvent, IncidentKind, IncidentReported } from './incident.events.js';
import { checkClaim, checkIncident } from './incident-rules.js';
import type { MergeEvent } from './merge.events.js';

/** Folded over the streams `situation` and `incident/<id>`, which may be read in either order. */
export type Incident = {
  readonly situation: Standing;
  /** As first reported: what the same report, sent again, is compared with. */
  readonly report: IncidentReported | undefined;
  /** What outlives a report that was taken back, and holds for the next: the kind that was given since, and the claims. */
  readonly reclassified: IncidentKind | undefined;
  readonly claims: ReadonlyMap<string, Stated>;
};

/** A claim as first stated, and as it stands; undefined once it was retracted. */
type Stated = { readonly first: Claim; readonly now: Claim | undefined };

const evolve = (incident: Incident, event: SituationEvent | IncidentEvent | MergeEvent): Incident => {
  switch (event.type) {
    case 'SituationOpened':
    case 'SituationParametersSet':
    case 'SituationClosed':
    case 'SituationReopened':
      return { ...incident, situation: standingAfter(incident.situation, event) };
    case 'IncidentReported': {
      const claims = event.claims.map((claim): [string, Stated] => [claim.claimId, { first: claim, now: claim }]);
      return { ...incident, report: event, claims: new Map([...incident.claims, ...claims]) };
    }
    case 'ClaimAdded':
      return withClaim(incident, event.claim.claimId, () => ({ first: event.claim, now: event.claim }));
    case 'ClaimRevised':
      return withClaim(incident, event.claim.claimId, (before) => ({ first: before?.first ?? event.claim, now: event.claim }));
    case 'ClaimRetracted':
      return withClaim(incident, event.claimId, (before) => before && { first: before.first, now: undefined });
    case 'IncidentReclassified':
      return { ...incident, reclassified: event.kind };
    case 'IncidentMerged':
    case 'IncidentUnmerged':
      return incident;
  }
};

const decide = (command: IncidentCommand, { situation, report, reclassified, claims }: Incident): readonly IncidentEvent[] => {
  mustBeKnown(situation);
  if (command.type === 'ReportIncident') {
    const told: IncidentReported = { ...command, type: 'IncidentReported' };
    if (report !== undefined) {
      if (sameReport(told, report)) return [];
      throw new Rejected(
        'incident-differs',
        `incident ${told.incidentId} is on record with other content: correct it, or add claims`,
        'incidentId',
      );
    }
    mustBeOpen(situation);
    checkIncident(told);
    return [told];
  }
  const { incidentId } = command;
  if (report === undefined) throw new Rejected('incident-not-found', `there is no incident ${incidentId}: report it first`, 'incidentId');

  switch (command.type) {
    case 'AddClaim': {
      const { claim } = command;
      const stated = claims.get(claim.claimId);
      if (stated !== undefined) {
        if (sameClaim(claim, stated.first)) return [];
        throw new Rejected('claim-differs', `claim ${claim.claimId} is on record with other content: revise it instead`, 'claim.claimId');
      }
      mustBeOpen(situation);
      checkClaim(claim, 'claim');
      return [{ type: 'ClaimAdded', incidentId, claim }];
    }
    case 'ReviseClaim': {
      const { claim } = command;
      const { now } = statedIn(claims, claim.claimId, 'claim.claimId');
      if (now === undefined) throw new Rejected('claim-retracted', `claim ${claim.claimId} was retracted: add a new one`, 'claim.claimId');
      if (sameClaim(claim, now)) return [];
      mustBeOpen(situation);
      checkClaim(claim, 'claim');
      return [{ type: 'ClaimRevised', incidentId, claim }];
    }
    case 'RetractClaim': {
      if (statedIn(claims, command.claimId, 'claimId').now === undefined) return [];
      mustBeOpen(situation);
      checkText(command.reason, 'reason');
      checkSighting(command);
      return [{ ...command, type: 'ClaimRetracted' }];
    }
    case 'ReclassifyIncident': {
      if (command.kind === (reclassified ?? report.kind)) return [];
      mustBeOpen(situation);
      checkText(command.reason, 'reason');
      checkSighting(command);
      return [{ ...command, type: 'IncidentReclassified' }];
    }
  }
};

const withClaim = (incident: Incident, claimId: string, change: (before: Stated | undefined) => Stated | undefined): Incident => {
  const stated = change(incident.claims.get(claimId));
  return stated === undefined ? incident : { ...incident, claims: new Map(incident.claims).set(claimId, stated) };
};

const statedIn = (claims: Incident['claims'], claimId: string, field: string): Stated => {
  const stated = claims.get(claimId);
  if (stated === undefined) throw new Rejected('claim-not-found', `the incident has no claim ${claimId}`, field);
  return stated;
};

/** When we saw it is not part of what was said. */
const sameClaim = (a: Claim, b: Claim): boolean => same({ ...a, observedAt: undefined }, { ...b, observedAt: undefined });

const sameReport = (a: IncidentReported, b: IncidentReported): boolean =>
  same({ ...a, claims: a.claims.length, observedAt: undefined }, { ...b, claims: b.claims.length, observedAt: undefined }) &&
  a.claims.every((claim, index) => b.claims[index] !== undefined && sameClaim(claim, b.claims[index]));

export const incident: Decider<IncidentCommand, SituationEvent | IncidentEvent | MergeEvent, Incident> = {
  initialState: { situation: 'unknown', report: undefined, reclassified: undefined, claims: new Map() },
  decide,
  evolve,
};
