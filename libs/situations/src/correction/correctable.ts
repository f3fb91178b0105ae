import { Rejected } from '../../../decider/src/index.js';
import type { DomainEvent } from '../domain-event.js';
import type { AddClaim, ReportIncident, ReviseClaim } from '../incident/incident.commands.js';
import type { RecordNotice } from '../advisory/advisory.commands.js';
import type { RecordObservation } from '../observation/observation.commands.js';
import type { Correctable } from './correction.events.js';

export const isCorrectable = (event: DomainEvent): event is Correctable => {
  switch (event.type) {
    case 'AdvisoryObserved':
    case 'AdvisoryChanged':
    case 'IncidentReported':
    case 'ClaimAdded':
    case 'ClaimRevised':
    case 'ObservationRecorded':
      return true;
  }
  return false;
};

/** Rejected where another content cannot take the place of the event's. */
export function mustBeCorrectable(event: DomainEvent): asserts event is Correctable {
  if (!isCorrectable(event)) {
    throw new Rejected('not-correctable', `an event of type ${event.type} cannot be corrected: retract it`, 'corrects');
  }
}

/** Asks to record something that may later be corrected. */
export type Recording = RecordNotice | ReportIncident | AddClaim | ReviseClaim | RecordObservation;

/** What the recording would have put on record, whatever else is there: the replacement that a correction writes. */
export const replacementOf = (command: Recording): Correctable => {
  switch (command.type) {
    case 'RecordNotice':
      return { ...command.notice, type: command.change ? 'AdvisoryChanged' : 'AdvisoryObserved' };
    case 'ReportIncident':
      return { ...command, type: 'IncidentReported' };
    case 'AddClaim':
      return { ...command, type: 'ClaimAdded' };
    case 'ReviseClaim':
      return { ...command, type: 'ClaimRevised' };
    case 'RecordObservation':
      return { ...command, type: 'ObservationRecorded' };
  }
};
