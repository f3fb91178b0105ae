import { type Decider, Rejected } from '../../decider/src/index.js';
import type { AdvisoryCommand } from './advisory/advisory.commands.js';
import { advisory } from './advisory/advisory.js';
import { type Identified, standing } from './correction/corrected-history.js';
import type { CorrectionCommand } from './correction/correction.commands.js';
import { decideCorrection } from './correction/correction.js';
import type { DomainEvent } from './domain-event.js';
import type { IncidentCommand } from './incident/incident.commands.js';
import { incident } from './incident/incident.js';
import type { MergeCommand } from './incident/merge.commands.js';
import { merge } from './incident/merge.js';
import type { ObservationCommand } from './observation/observation.commands.js';
import { observation } from './observation/observation.js';
import type { SituationCommand } from './situation/situation.commands.js';
import { situation } from './situation/situation.js';
import type { SourceCommand } from './source/source.commands.js';
import { source } from './source/source.js';

export type DomainCommand =
  SituationCommand | AdvisoryCommand | IncidentCommand | MergeCommand | ObservationCommand | SourceCommand | CorrectionCommand;

/** How one command is decided. */
export type Handling = {
  /** The stream that it writes. */
  readonly stream: string;
  /** The streams whose versions the decision rests on. The order in which they are folded does not matter. */
  readonly reads: readonly string[];
  /** What the command causes after `past`, the events of the streams in `reads`. Throws Rejected. */
  readonly decide: (past: readonly Identified<DomainEvent>[]) => readonly DomainEvent[];
};

const SITUATION = 'situation';

const by = <C, E extends DomainEvent, S>(
  { initialState, evolve, decide }: Decider<C, E, S>,
  command: C,
  stream: string,
  reads: readonly string[] = [SITUATION, stream],
): Handling => ({
  stream,
  reads,
  // As corrected; and the streams that are read then hold no events but those that the decider knows.
  decide: (past) => decide(command, (standing(past) as readonly E[]).reduce(evolve, initialState)),
});

/** How `command` is decided; see {@link Handling}. Throws Rejected where the situation may not take it: a command does not say for which it is. */
export const handlingOf = (situationId: string, command: DomainCommand): Handling => {
  const handling = handlingOfOne(command);
  checkSituation(situationId, handling.stream);
  return handling;
};

const handlingOfOne = (command: DomainCommand): Handling => {
  switch (command.type) {
    case 'OpenSituation':
    case 'SetSituationParameters':
    case 'CloseSituation':
    case 'ReopenSituation':
      return by(situation, command, SITUATION, [SITUATION]);
    case 'RecordNotice': {
      const stream = `advisory/${command.notice.authority}/${command.notice.destination}`;
      return by(advisory, command, stream);
    }
    case 'ReportIncident':
    case 'AddClaim':
    case 'ReviseClaim':
    case 'RetractClaim':
    case 'ReclassifyIncident': {
      const stream = `incident/${command.incidentId}`;
      return by(incident, command, stream);
    }
    case 'MergeIncident':
    case 'UnmergeIncident': {
      const stream = `incident/${command.incidentId}`;
      const other = `incident/${command.type === 'MergeIncident' ? command.into : command.from}`;
      return by(merge, command, stream, [SITUATION, ...new Set([stream, other])]);
    }
    case 'RecordObservation': {
      const stream = `observation/${command.kind}/${command.subject}`;
      return by(observation, command, stream);
    }
    case 'CorrectFact':
    case 'RetractFact': {
      const { stream } = command;
      return { stream, reads: [...new Set([SITUATION, stream])], decide: (past) => decideCorrection(command, past) };
    }
    case 'RegisterSource':
    case 'CheckSource':
    case 'DegradeSource':
    case 'RecoverSource': {
      const stream = `source/${command.sourceId}`;
      return by(source, command, stream, [stream]);
    }
  }
};

/** The one situation that holds what is known of sources, and nothing else. */
export const SOURCES_SITUATION = '_sources';

const checkSituation = (situationId: string, stream: string): void => {
  const ofSources = stream.startsWith('source/');
  if (ofSources !== (situationId === SOURCES_SITUATION)) {
    throw new Rejected('situation-reserved', `${SOURCES_SITUATION} holds the record of sources, and nothing else does`, 'situationId');
  }
  if (!ofSources && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(situationId)) {
    throw new Rejected('id-malformed', 'a situation id has 1 to 64 lower-case letters, digits and hyphens', 'situationId');
  }
};
