import { type Decider, Rejected } from '../../../decider/src/index.js';
import { type Chain, findLast } from '../chain.js';
import { same } from '../equality.js';
import type { SituationEvent } from '../situation/situation.events.js';
import { mustBeKnown, mustBeOpen, type Standing, standingAfter } from '../situation/standing.js';
import type { ObservationCommand } from './observation.commands.js';
import type { ObservationEvent, ObservationRecorded } from './observation.events.js';
import { checkObservation } from './observation-rules.js';

/** Folded over the streams `situation` and `observation/<kind>/<subject>`, which may be read in either order. */
export type Observation = { readonly situation: Standing; readonly reports: Chain<ObservationRecorded> };

const evolve = (observation: Observation, event: SituationEvent | ObservationEvent): Observation => {
  switch (event.type) {
    case 'SituationOpened':
    case 'SituationParametersSet':
    case 'SituationClosed':
    case 'SituationReopened':
      return { ...observation, situation: standingAfter(observation.situation, event) };
    case 'ObservationRecorded':
      return { ...observation, reports: { last: event, before: observation.reports } };
  }
};

const decide = (command: ObservationCommand, { situation, reports }: Observation): readonly ObservationEvent[] => {
  mustBeKnown(situation);
  switch (command.type) {
    case 'RecordObservation': {
      const event: ObservationRecorded = { ...command, type: 'ObservationRecorded' };
      const { observationId } = event;
      const recorded = findLast(reports, (known) => known.observationId === observationId);
      if (recorded !== undefined) {
        if (sameReport(event, recorded)) return [];
        throw new Rejected(
          'observation-differs',
          `observation ${observationId} is on record with other content: correct it instead`,
          'observationId',
        );
      }
      mustBeOpen(situation);
      checkObservation(event);
      return [event];
    }
  }
};

/** When we saw it is not part of what was said. */
const sameReport = (a: ObservationRecorded, b: ObservationRecorded): boolean =>
  same({ ...a, observedAt: undefined }, { ...b, observedAt: undefined });

export const observation: Decider<ObservationCommand, SituationEvent | ObservationEvent, Observation> = {
  initialState: { situation: 'unknown', reports: undefined },
  decide,
  evolve,
};
