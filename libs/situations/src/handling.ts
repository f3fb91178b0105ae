import { type Decider, Rejected } from '../../decider/src/index.js';
import type { AdvisoryCommand } from './advisory/advisory.commands.js';
import type { AdvisoryEvent } from './advisory/advisory.events.js';
import { advisory, type Advisory } from './advisory/advisory.js';
import type { IncidentCommand } from './incident/incident.commands.js';
import type { IncidentEvent } from './incident/incident.events.js';
import { incident, type Incident } from './incident/incident.js';
import type { ObservationCommand } from './observation/observation.commands.js';
import type { ObservationEvent } from './observation/observation.events.js';
import { observation, type Observation } from './observation/observation.js';
import type { SituationCommand } from './situation/situation.commands.js';
import type { SituationEvent } from './situation/situation.events.js';
import { situation, type Situation } from './situation/situation.js';
import type { SourceCommand } from './source/source.commands.js';
import type { SourceEvent } from './source/source.events.js';
import { source, type SourceState } from './source/source.js';

export type DomainCommand = SituationCommand | AdvisoryCommand | IncidentCommand | ObservationCommand | SourceCommand;
export type DomainEvent = SituationEvent | AdvisoryEvent | IncidentEvent | ObservationEvent | SourceEvent;

type DeciderOf<C extends DomainCommand> = C extends SituationCommand
  ? { event: SituationEvent; state: Situation }
  : C extends AdvisoryCommand
    ? { event: SituationEvent | AdvisoryEvent; state: Advisory }
    : C extends IncidentCommand
      ? { event: SituationEvent | IncidentEvent; state: Incident }
      : C extends ObservationCommand
        ? { event: SituationEvent | ObservationEvent; state: Observation }
        : { event: SourceEvent; state: SourceState };

/** How a command is decided: fold the events of the streams in `reads` with `decider`, decide, write what it emits to `stream`. */
export type Handling<C extends DomainCommand = DomainCommand> = {
  /** For this command only: of a command whose type is a union it is the decider of the member that was given. */
  readonly decider: Decider<C, DeciderOf<C>['event'], DeciderOf<C>['state']>;
  /** The stream that it writes. */
  readonly stream: string;
  /** The streams whose versions the decision rests on. The order in which they are folded does not matter. */
  readonly reads: readonly string[];
};

const SITUATION = 'situation';

/** How `command` is decided; see {@link Handling}. */
export const handlingOf = <C extends DomainCommand>(command: C): Handling<C> =>
  // The switch picks the member of the union that was given; the compiler cannot follow a union through it, only each of its members.
  handlingOfOne(command) as Handling<C>;

type AnyHandling =
  | Handling<SituationCommand>
  | Handling<AdvisoryCommand>
  | Handling<IncidentCommand>
  | Handling<ObservationCommand>
  | Handling<SourceCommand>;

const handlingOfOne = (command: DomainCommand): AnyHandling => {
  switch (command.type) {
    case 'OpenSituation':
    case 'SetSituationParameters':
    case 'CloseSituation':
    case 'ReopenSituation':
      return { decider: situation, stream: SITUATION, reads: [SITUATION] };
    case 'RecordNotice': {
      const stream = `advisory/${command.notice.authority}/${command.notice.destination}`;
      return { decider: advisory, stream, reads: [SITUATION, stream] };
    }
    case 'ReportIncident':
    case 'AddClaim':
    case 'ReviseClaim':
    case 'RetractClaim':
    case 'ReclassifyIncident': {
      const stream = `incident/${command.incidentId}`;
      return { decider: incident, stream, reads: [SITUATION, stream] };
    }
    case 'RecordObservation': {
      const stream = `observation/${command.kind}/${command.subject}`;
      return { decider: observation, stream, reads: [SITUATION, stream] };
    }
    case 'RegisterSource':
    case 'CheckSource':
    case 'DegradeSource':
    case 'RecoverSource': {
      const stream = `source/${command.sourceId}`;
      return { decider: source, stream, reads: [stream] };
    }
  }
};

/** The one situation that holds what is known of sources, and nothing else. */
export const SOURCES_SITUATION = '_sources';

/** Throws Rejected where the situation may not take the command: a command does not say for which situation it is. */
export const checkSituation = (situationId: string, command: DomainCommand): void => {
  const ofSources = handlingOf(command).stream.startsWith('source/');
  if (ofSources !== (situationId === SOURCES_SITUATION)) {
    throw new Rejected('situation-reserved', `${SOURCES_SITUATION} holds the record of sources, and nothing else does`, 'situationId');
  }
  if (!ofSources && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(situationId)) {
    throw new Rejected('id-malformed', 'a situation id has 1 to 64 lower-case letters, digits and hyphens', 'situationId');
  }
};
