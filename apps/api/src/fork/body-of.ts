import type { Correctable, Recording } from '../../../../libs/situations/src/index.js';
import type { RecordingName } from '../commands/recordings.js';

export type Json = Readonly<Record<string, unknown>>;

/** The way to record such an event, what its address names, and the body that it would be recorded with: what `RECORDINGS` takes. */
export type RecordedBody = { readonly name: RecordingName; readonly of: { incidentId: string; claimId: string }; readonly body: Json };

const NOWHERE = { incidentId: '', claimId: '' };

export const bodyOf = (event: Correctable): RecordedBody => {
  switch (event.type) {
    case 'AdvisoryObserved':
    case 'AdvisoryChanged': {
      const { type, content: _, understatedAccordingTo, ...body } = event;
      const understates = understatedAccordingTo === undefined ? {} : { assertedUnderstates: true };
      return { name: 'notice', of: NOWHERE, body: { ...body, ...understates, change: type === 'AdvisoryChanged' } };
    }
    case 'IncidentReported': {
      const { type: _, ...body } = event;
      return { name: 'incident', of: NOWHERE, body };
    }
    case 'ClaimAdded':
      return { name: 'claim', of: { ...NOWHERE, incidentId: event.incidentId }, body: event.claim };
    case 'ClaimRevised': {
      const { claimId, ...body } = event.claim;
      return { name: 'claim-revision', of: { incidentId: event.incidentId, claimId }, body };
    }
    case 'ObservationRecorded': {
      const { type: _, ...body } = event;
      return { name: 'observation', of: NOWHERE, body };
    }
  }
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON Merge Patch, RFC 7396. */
export const merged = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = { ...(isObject(target) ? target : {}) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
};

/** Texts are left out of what is replayed: those that a change does not name stay as they were. */
export const withTextsOf = (said: Correctable, recording: Recording): Recording => {
  if (recording.type !== 'RecordNotice' || !('content' in said) || said.content === undefined || recording.notice.content !== undefined) {
    return recording;
  }
  return { ...recording, notice: { ...recording.notice, content: said.content } };
};
