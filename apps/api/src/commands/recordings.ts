import type { Claim, Observed, RecordNotice, RecordObservation, Recording } from '../../../../libs/situations/src/index.js';
import type { DtoClass } from '../http/validation.js';
import { rankedLevel } from './authorities.js';
import { digestOf } from './digest.js';
import { ClaimBody, IncidentBody, RevisedClaimBody } from './incident.dto.js';
import { NoticeBody } from './notice.dto.js';
import { ObservationBody } from './observation.dto.js';

const notice = ({ change = true, seq = 1, facets, content, assertedUnderstates, ...body }: NoticeBody, id: string): RecordNotice => {
  const { level, ...others } = facets;
  return {
    type: 'RecordNotice',
    change,
    notice: {
      ...body,
      noticeId: body.noticeId ?? id,
      seq,
      facets: level === undefined ? others : { level: rankedLevel(level), ...others },
      ...(assertedUnderstates === true ? { understatedAccordingTo: body.source.id } : {}),
      ...(content === undefined ? {} : { content: { hash: digestOf(content.sections), sections: content.sections } }),
    },
  };
};

const observation = ({ kind, value, ...body }: ObservationBody, id: string): RecordObservation => ({
  type: 'RecordObservation',
  ...body,
  observationId: body.observationId ?? id,
  // The body was checked: the value is one of its kind.
  ...({ kind, value } as Observed),
});

const revised = (claimId: string, body: RevisedClaimBody): Claim => ({ ...body, claimId });

/** A way to put a fact on record, and to say what it should have been. `id` is the fact's where its body has none. */
type Way<Body extends object = never, Of = never> = {
  readonly body: DtoClass<object>;
  readonly ownId?: string;
  readonly command: (body: Body, of: Of, id: string) => Recording;
};
const way = <Body extends object, Of>(body: DtoClass<Body>, command: Way<Body, Of>['command'], ownId?: string): Way<Body, Of> => ({
  body,
  command,
  ...(ownId === undefined ? {} : { ownId }),
});

type OfIncident = { incidentId: string };
type OfClaim = OfIncident & { claimId: string };

export const RECORDINGS = {
  notice: way(NoticeBody, (body, _: object, id) => notice(body, id), 'noticeId'),
  incident: way(
    IncidentBody,
    (body, _: object, id) => ({ type: 'ReportIncident', ...body, incidentId: body.incidentId ?? id }),
    'incidentId',
  ),
  claim: way(ClaimBody, (body, { incidentId }: OfIncident) => ({ type: 'AddClaim', incidentId, claim: body })),
  'claim-revision': way(RevisedClaimBody, (body, { incidentId, claimId }: OfClaim) => ({
    type: 'ReviseClaim',
    incidentId,
    claim: revised(claimId, body),
  })),
  observation: way(ObservationBody, (body, _: object, id) => observation(body, id), 'observationId'),
} as const;

export type RecordingName = keyof typeof RECORDINGS;
export const RECORDING_NAMES = Object.keys(RECORDINGS) as readonly RecordingName[];
