import { type Decider, Rejected } from '../../../decider/src/index.js';
import { same } from '../equality.js';
import { checkDestination, checkText } from '../fact-rules.js';
import { checkParameters } from './parameter-rules.js';
import type { SituationCommand } from './situation.commands.js';
import type { Parameters, SituationEvent, SituationOpened } from './situation.events.js';
import { mustBeOpen } from './standing.js';

export type Situation =
  | { readonly status: 'unknown' }
  | { readonly status: 'open' | 'closed'; readonly opened: SituationOpened; readonly parameters: Parameters };

const evolve = (situation: Situation, event: SituationEvent): Situation => {
  switch (event.type) {
    case 'SituationOpened':
      return { status: 'open', opened: event, parameters: {} };
    case 'SituationParametersSet':
      return situation.status === 'unknown' ? situation : { ...situation, parameters: replaced(situation.parameters, event.parameters) };
    case 'SituationClosed':
      return situation.status === 'unknown' ? situation : { ...situation, status: 'closed' };
    case 'SituationReopened':
      return situation.status === 'unknown' ? situation : { ...situation, status: 'open' };
  }
};

const decide = (command: SituationCommand, situation: Situation): readonly SituationEvent[] => {
  if (command.type === 'OpenSituation') return open({ ...command, type: 'SituationOpened' }, situation);
  if (situation.status === 'unknown') throw new Rejected('situation-not-found', 'there is no such situation: open it first');

  switch (command.type) {
    case 'SetSituationParameters': {
      const { parameters } = command;
      if (same(replaced(situation.parameters, parameters), situation.parameters)) return [];
      mustBeOpen(situation.status);
      checkParameters(parameters);
      return [{ type: 'SituationParametersSet', parameters }];
    }
    case 'CloseSituation': {
      if (situation.status === 'closed') return [];
      checkText(command.reason, 'reason');
      return [{ type: 'SituationClosed', reason: command.reason }];
    }
    case 'ReopenSituation': {
      if (situation.status === 'open') return [];
      checkText(command.reason, 'reason');
      return [{ type: 'SituationReopened', reason: command.reason }];
    }
  }
};

const open = (opened: SituationOpened, situation: Situation): readonly SituationEvent[] => {
  if (situation.status !== 'unknown') {
    if (same(opened, situation.opened)) return [];
    throw new Rejected('situation-differs', 'the situation was opened with another title, summary or list of destinations');
  }
  checkText(opened.title, 'title');
  if (opened.destinations.length === 0)
    throw new Rejected('destination-missing', 'a situation is about at least one place', 'destinations');
  opened.destinations.forEach((code, index) => {
    checkDestination(code, `destinations.${index}`);
    if (opened.destinations.indexOf(code) !== index)
      throw new Rejected('destination-repeated', `${code} is named twice`, `destinations.${index}`);
  });
  return [opened];
};

/** A parameter that is named as undefined is not named: the record, being JSON, would lose it. */
const replaced = (before: Parameters, named: Parameters): Parameters => ({
  ...before,
  ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
});

export const situation: Decider<SituationCommand, SituationEvent, Situation> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};
