import type { DomainEvent } from './domain-event.js';
import type { DomainCommand } from './handling.js';

/** What had to be asked for to put the event on record, in its stream: decided over the same past it causes the same event. */
export const commandOfEvent = (event: DomainEvent, stream: string): DomainCommand => {
  switch (event.type) {
    case 'SituationOpened':
      return { ...event, type: 'OpenSituation' };
    case 'SituationParametersSet':
      return { ...event, type: 'SetSituationParameters' };
    case 'SituationClosed':
      return { ...event, type: 'CloseSituation' };
    case 'SituationReopened':
      return { ...event, type: 'ReopenSituation' };
    case 'AdvisoryObserved':
    case 'AdvisoryChanged': {
      const { type, ...notice } = event;
      return { type: 'RecordNotice', notice, change: type === 'AdvisoryChanged' };
    }
    case 'IncidentReported':
      return { ...event, type: 'ReportIncident' };
    case 'ClaimAdded':
      return { ...event, type: 'AddClaim' };
    case 'ClaimRevised':
      return { ...event, type: 'ReviseClaim' };
    case 'ClaimRetracted':
      return { ...event, type: 'RetractClaim' };
    case 'IncidentReclassified':
      return { ...event, type: 'ReclassifyIncident' };
    case 'IncidentMerged':
      return { ...event, type: 'MergeIncident' };
    case 'IncidentUnmerged':
      return { ...event, type: 'UnmergeIncident' };
    case 'ObservationRecorded':
      return { ...event, type: 'RecordObservation' };
    case 'SourceRegistered':
      return { ...event, type: 'RegisterSource' };
    case 'SourceChecked':
      return { ...event, type: 'CheckSource' };
    case 'SourceDegraded':
      return { ...event, type: 'DegradeSource' };
    case 'SourceRecovered':
      return { ...event, type: 'RecoverSource' };
    case 'FactCorrected':
      return { ...event, type: 'CorrectFact', stream };
    case 'FactRetracted':
      return { ...event, type: 'RetractFact', stream };
  }
};
