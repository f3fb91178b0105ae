import type { DomainCommand } from '../../../../libs/situations/src/index.js';
import type { DtoClass } from '../http/validation.js';
import { NamesSource, OfClaim, OfIncident, OfSituation, type OfSource } from './addresses.dto.js';
import { correctionOf, type Target } from './correcting.js';
import { CorrectionBody } from './correction.dto.js';
import { MergeBody, ReclassificationBody, RetractionBody, UnmergeBody } from './incident.dto.js';
import { type RecordingName, RECORDINGS } from './recordings.js';
import { ParametersBody, ReasonBody, SituationBody } from './situation.dto.js';
import { CheckBody, DegradationBody, RecoveryBody, RegistrationBody } from './source.dto.js';

export type { DomainCommand };

/** One kind of thing that can be asked for, by a route of its own or by a line of an import. */
export type Kind<Body extends object = never, Of extends OfSituation = never> = {
  readonly name: string;
  readonly body: DtoClass<object>;
  readonly of: DtoClass<object>;
  /** The field that gets an id where the body has none. */
  readonly ownId?: string;
  /** `id` is the same whenever the same request comes again. */
  readonly command: (body: Body, of: Of, id: string, target?: Target) => DomainCommand;
};

const kind = <Body extends object, Of extends OfSituation>(
  name: string,
  body: DtoClass<Body>,
  of: DtoClass<Of>,
  command: Kind<Body, Of>['command'],
  ownId?: string,
): Kind<Body, Of> => ({ name, body, of, command, ...(ownId === undefined ? {} : { ownId }) });

/** A recording as a route of its own. */
const recording = (name: RecordingName, of: DtoClass<OfSituation>): Kind<object, OfSituation> => {
  const { body, command, ownId } = RECORDINGS[name] as (typeof RECORDINGS)['notice'];
  return kind(name, body, of, command as Kind<object, OfSituation>['command'], ownId);
};

const ofSource = <Body extends object>(
  name: string,
  body: DtoClass<Body>,
  command: (body: Body, sourceId: string) => DomainCommand,
): Kind<Body, OfSource> => ({ name, body, of: NamesSource, command: (said, { sourceId }) => command(said, sourceId) });

export const KINDS = {
  situation: kind('situation', SituationBody, OfSituation, (body) => ({ type: 'OpenSituation', ...body })),
  parameters: kind('parameters', ParametersBody, OfSituation, (parameters) => ({ type: 'SetSituationParameters', parameters })),
  close: kind('close', ReasonBody, OfSituation, (body) => ({ type: 'CloseSituation', ...body })),
  reopen: kind('reopen', ReasonBody, OfSituation, (body) => ({ type: 'ReopenSituation', ...body })),
  notice: recording('notice', OfSituation),
  incident: recording('incident', OfSituation),
  claim: recording('claim', OfIncident),
  'claim-revision': recording('claim-revision', OfClaim),
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
  observation: recording('observation', OfSituation),
  merge: kind('merge', MergeBody, OfIncident, (body, { incidentId }) => ({ type: 'MergeIncident', incidentId, ...body })),
  unmerge: kind('unmerge', UnmergeBody, OfIncident, (body, { incidentId }) => ({ type: 'UnmergeIncident', incidentId, ...body })),
  correction: kind('correction', CorrectionBody, OfSituation, (body, _of, _id, target) => {
    if (target === undefined) throw new TypeError('a correction is of an event');
    return correctionOf(body, target);
  }),
  source: ofSource('source', RegistrationBody, (body, sourceId) => ({ type: 'RegisterSource', sourceId, ...body })),
  'source-check': ofSource('source-check', CheckBody, (body, sourceId) => ({ type: 'CheckSource', sourceId, ...body })),
  'source-degradation': ofSource('source-degradation', DegradationBody, (body, sourceId) => ({ type: 'DegradeSource', sourceId, ...body })),
  'source-recovery': ofSource('source-recovery', RecoveryBody, (body, sourceId) => ({ type: 'RecoverSource', sourceId, ...body })),
} as const;

export type KindName = keyof typeof KINDS;
/** What a line of an import may be. Sources belong to no situation that could be imported. */
export const KIND_NAMES = (Object.keys(KINDS) as readonly KindName[]).filter((name) => KINDS[name].of !== NamesSource);

/** Some kind, its body and what its address names, checked to belong together. */
export type Request = { readonly kind: KindName; readonly body: object; readonly of: OfSituation };

/** The command that a checked request asks for; `target` is the event that a correction is about. Throws Problem where its rank is none. */
export const commandOf = ({ kind, body, of }: Request, id: string, target?: Target): DomainCommand =>
  (KINDS[kind].command as Kind<object, object & OfSituation>['command'])(body, of, id, target);
