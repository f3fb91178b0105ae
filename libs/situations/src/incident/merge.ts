import { type Decider, Rejected } from '../../../decider/src/index.js';
import { checkSighting, checkText } from '../fact-rules.js';
import type { SituationEvent } from '../situation/situation.events.js';
import { mustBeKnown, mustBeOpen, type Standing, standingAfter } from '../situation/standing.js';
import type { IncidentEvent } from './incident.events.js';
import type { MergeCommand } from './merge.commands.js';
import type { MergeEvent } from './merge.events.js';

/** Folded over the streams `situation` and those of both incidents, which may be read in any order. */
export type Merging = {
  readonly situation: Standing;
  readonly reported: ReadonlySet<string>;
  /** By incident, the one that speaks for it. */
  readonly into: ReadonlyMap<string, string>;
};

const evolve = (merging: Merging, event: SituationEvent | IncidentEvent | MergeEvent): Merging => {
  switch (event.type) {
    case 'SituationOpened':
    case 'SituationParametersSet':
    case 'SituationClosed':
    case 'SituationReopened':
      return { ...merging, situation: standingAfter(merging.situation, event) };
    case 'IncidentReported':
      return { ...merging, reported: new Set(merging.reported).add(event.incidentId) };
    case 'ClaimAdded':
    case 'ClaimRevised':
    case 'ClaimRetracted':
    case 'IncidentReclassified':
      return merging;
    case 'IncidentMerged':
      return { ...merging, into: new Map(merging.into).set(event.incidentId, event.into) };
    case 'IncidentUnmerged': {
      const into = new Map(merging.into);
      into.delete(event.incidentId);
      return { ...merging, into };
    }
  }
};

const decide = (command: MergeCommand, { situation, reported, into }: Merging): readonly MergeEvent[] => {
  mustBeKnown(situation);
  const { incidentId } = command;
  mustBeReported(reported, incidentId, 'incidentId');
  const speaker = into.get(incidentId);
  switch (command.type) {
    case 'MergeIncident': {
      if (speaker === command.into) return [];
      mustBeReported(reported, command.into, 'into');
      if (command.into === incidentId) throw new Rejected('merge-with-itself', 'an incident cannot be merged into itself', 'into');
      if (speaker !== undefined)
        throw new Rejected('incident-merged', `incident ${incidentId} is merged into ${speaker}: unmerge it first`, 'incidentId');
      const other = into.get(command.into);
      if (other !== undefined)
        throw new Rejected('incident-merged', `incident ${command.into} is merged into ${other}: merge into that one`, 'into');
      mustBeOpen(situation);
      checkText(command.reason, 'reason');
      checkSighting(command);
      return [{ ...command, type: 'IncidentMerged' }];
    }
    case 'UnmergeIncident': {
      if (speaker === undefined) return [];
      if (speaker !== command.from) throw new Rejected('incident-merged', `incident ${incidentId} is merged into ${speaker}`, 'from');
      mustBeOpen(situation);
      checkText(command.reason, 'reason');
      checkSighting(command);
      return [{ ...command, type: 'IncidentUnmerged' }];
    }
  }
};

const mustBeReported = (reported: ReadonlySet<string>, incidentId: string, field: string): void => {
  if (!reported.has(incidentId)) throw new Rejected('incident-not-found', `there is no incident ${incidentId}: report it first`, field);
};

export const merge: Decider<MergeCommand, SituationEvent | IncidentEvent | MergeEvent, Merging> = {
  initialState: { situation: 'unknown', reported: new Set(), into: new Map() },
  decide,
  evolve,
};
