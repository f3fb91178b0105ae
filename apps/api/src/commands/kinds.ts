import type { Claim, DomainCommand, Observed } from '../../../../libs/situations/src/index.js';
import type { DtoClass } from '../http/validation.js';
import { OfClaim, OfIncident, OfSituation } from './addresses.dto.js';
import { rankedLevel } from './authorities.js';
import { digestOf } from './digest.js';
import { ClaimBody, IncidentBody, ReclassificationBody, RetractionBody, RevisedClaimBody } from './incident.dto.js';
import { NoticeBody } from './notice.dto.js';
import { ObservationBody } from './observation.dto.js';
import { ParametersBody, ReasonBody, SituationBody } from './situation.dto.js';

export type { DomainCommand };

/** One kind of thing that can be asked for, by a route of its own or by a line of an import. */
export type Kind<Body extends object = never, Of extends OfSituation = never> = {
  readonly name: string;
  readonly body: DtoClass<object>;
  readonly of: DtoClass<OfSituation>;
  /** The field that gets an id where the body has none. */
  readonly ownId?: string;
  /** `id` is the same whenever the same request comes again. */
  readonly command: (body: Body, of: Of, id: string) => DomainCommand;
};

const kind = <Body extends object, Of extends OfSituation>(
  name: string,
  body: DtoClass<Body>,
  of: DtoClass<Of>,
  command: Kind<Body, Of>['command'],
  ownId?: string,
): Kind<Body, Of> => ({ name, body, of, command, ...(ownId === undefined ? {} : { ownId }) });

const notice = ({ change = true, seq = 1, facets, content, ...body }: NoticeBody, id: string): DomainCommand => {
  const { level, ...others } = facets;
  return {
    type: 'RecordNotice',
    change,
    notice: {
      ...body,
      noticeId: body.noticeId ?? id,
      seq,
      facets: level === undefined ? others : { level: rankedLevel(level), ...others },
      ...(content === undefined ? {} : { content: { hash: digestOf(content.sections), sections: content.sections } }),
    },
  };
};

const observation = ({ kind, value, ...body }: ObservationBody, id: string): DomainCommand => ({
  type: 'RecordObservation',
  ...body,
  observationId: body.observationId ?? id,
  // The body was checked: the value is one of its kind.
  ...({ kind, value } as Observed),
});

const claim = (claimId: string, body: RevisedClaimBody): Claim => ({ ...body, claimId });

export const KINDS = {
  situation: kind('situation', SituationBody, OfSituation, (body) => ({ type: 'OpenSituation', ...body })),
  parameters: kind('parameters', ParametersBody, OfSituation, (parameters) => ({ type: 'SetSituationParameters', parameters })),
  close: kind('close', ReasonBody, OfSituation, (body) => ({ type: 'CloseSituation', ...body })),
  reopen: kind('reopen', ReasonBody, OfSituation, (body) => ({ type: 'ReopenSituation', ...body })),
  notice: kind('notice', NoticeBody, OfSituation, (body, _, id) => notice(body, id), 'noticeId'),
  incident: kind(
    'incident',
    IncidentBody,
    OfSituation,
    (body, _, id) => ({ type: 'ReportIncident', ...body, incidentId: body.incidentId ?? id }),
    'incidentId',
  ),
  claim: kind('claim', ClaimBody, OfIncident, (body, { incidentId }) => ({ type: 'AddClaim', incidentId, claim: body })),
  'claim-revision': kind('claim-revision', RevisedClaimBody, OfClaim, (body, { incidentId, claimId }) => ({
    type: 'ReviseClaim',
    incidentId,
    claim: claim(claimId, body),
  })),
  'claim-retraction': kind('claim-retraction', RetractionBody, OfClaim, (body, { incidentId, claimId }) => ({
    type: 'RetractClaim',
    incidentId,
    claimId,
    ...body,
  })),
  reclassification: kind('reclassification', ReclassificationBody, OfIncident, (body, { incidentId }) => ({
    type: 'ReclassifyIncident',
    incidentId,
    ...body,
  })),
  observation: kind('observation', ObservationBody, OfSituation, (body, _, id) => observation(body, id), 'observationId'),
} as const;

export type KindName = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];

/** Some kind, its body and what its address names, checked to belong together. */
export type Request = { readonly kind: KindName; readonly body: object; readonly of: OfSituation };

/** The command that a checked request asks for. Throws Problem where its rank is none. */
export const commandOf = ({ kind, body, of }: Request, id: string): DomainCommand =>
  (KINDS[kind].command as (body: object, of: object, id: string) => DomainCommand)(body, of, id);
