import { Rejected } from '../../../decider/src/index.js';
import type { SituationEvent } from './situation.events.js';

/** What a decision on any stream of a situation has to know of the situation itself. */
export type Standing = 'unknown' | 'open' | 'closed';

export const standingAfter = (standing: Standing, event: SituationEvent): Standing => {
  switch (event.type) {
    case 'SituationOpened':
    case 'SituationReopened':
      return 'open';
    case 'SituationClosed':
      return 'closed';
    case 'SituationParametersSet':
      return standing;
  }
};

export const mustBeKnown = (standing: Standing): void => {
  if (standing === 'unknown') throw new Rejected('situation-not-found', 'there is no such situation: open it first');
};

/** Asked only once it is clear that something would be recorded: what is already so stays so in a closed situation. */
export const mustBeOpen = (standing: Standing): void => {
  if (standing === 'closed') throw new Rejected('situation-closed', 'the situation is closed: reopen it to record more');
};
