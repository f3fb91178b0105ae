import {
  type Correctable,
  type CorrectionCommand,
  type DomainEvent,
  mustBeCorrectable,
  type Recording,
  replacementOf,
} from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import { faultsOf } from '../http/validation.js';
import type { CorrectionBody } from './correction.dto.js';
import { RECORDINGS } from './recordings.js';

/** The event that a correction is about: its stream, and what it says (the replacement, where it is a correction itself). */
export type Target = { readonly stream: string; readonly content: { readonly type: string } };

type Ids = { incidentId: string; claimId: string; own: string };

/** What the fact is called, which a correction does not change. */
const idsOf = (content: Correctable): Ids => {
  switch (content.type) {
    case 'AdvisoryObserved':
    case 'AdvisoryChanged':
      return { incidentId: '', claimId: '', own: content.noticeId };
    case 'IncidentReported':
      return { incidentId: content.incidentId, claimId: '', own: content.incidentId };
    case 'ClaimAdded':
    case 'ClaimRevised':
      return { incidentId: content.incidentId, claimId: content.claim.claimId, own: content.claim.claimId };
    case 'ObservationRecorded':
      return { incidentId: '', claimId: '', own: content.observationId };
  }
};

/**
 * The command that a checked correction asks for. Throws Problem where the replacement's body is none of its type, and Rejected where the event
 * is no fact that could be corrected.
 */
export const correctionOf = (body: CorrectionBody, { stream, content }: Target): CorrectionCommand => {
  const { corrects, retracts, replacement, reason, cause, publishedAt, observedAt } = body;
  if (corrects === undefined) {
    if (retracts === undefined) throw Problem.at('corrects', 'missing', 'is missing: name the event to correct, or one to retract');
    const sighting = { ...(publishedAt && { publishedAt }), ...(observedAt !== undefined && { observedAt }) };
    return { type: 'RetractFact', stream, retracts, reason, cause, ...sighting };
  }
  if (replacement === undefined) throw Problem.at('replacement', 'missing', 'is missing: say what it should have been');
  const way = RECORDINGS[replacement.type];
  const faults = faultsOf(way.body, replacement.body).map((fault) => ({
    ...fault,
    field: ['replacement.body', fault.field].filter(Boolean).join('.'),
  }));
  if (faults.length > 0) throw Problem.of(faults);
  const fact = content as DomainEvent;
  mustBeCorrectable(fact);
  const { own, ...of } = idsOf(fact);
  const recording = (way.command as (body: object, of: object, id: string) => Recording)(replacement.body as object, of, own);
  return { type: 'CorrectFact', stream, corrects, replacement: replacementOf(recording), reason, cause };
};
