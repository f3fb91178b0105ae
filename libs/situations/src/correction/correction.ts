import { Rejected } from '../../../decider/src/index.js';
import { advisory } from '../advisory/advisory.js';
import type { DomainEvent } from '../domain-event.js';
import { same } from '../equality.js';
import { checkSighting, checkText } from '../fact-rules.js';
import { incident } from '../incident/incident.js';
import { observation } from '../observation/observation.js';
import { type CorrectedHistory, correctedHistory, type Fact, type Identified } from './corrected-history.js';
import { isCorrectable, mustBeCorrectable } from './correctable.js';
import type { CorrectFact, CorrectionCommand, RetractFact } from './correction.commands.js';
import type { Correctable, CorrectionEvent } from './correction.events.js';

/** A closed situation may still be corrected: the record of a crisis that is over is the one that gets checked. */
export const decideCorrection = (command: CorrectionCommand, past: readonly Identified<DomainEvent>[]): readonly CorrectionEvent[] => {
  const history = correctedHistory(past);
  checkText(command.reason, 'reason');
  return command.type === 'CorrectFact' ? correct(command, history) : retract(command, history);
};

const correct = ({ corrects, replacement, reason, cause }: CorrectFact, history: CorrectedHistory): readonly CorrectionEvent[] => {
  const event: CorrectionEvent = { type: 'FactCorrected', corrects, replacement, reason, cause };
  const fact = factOf(history, corrects, 'corrects');
  if (isLastWord(event, fact)) return [];
  if (fact.content === undefined) throw takenBack(fact, corrects, 'corrects');
  if (fact.content.id !== corrects) throw superseded(corrects, fact.content.id, 'corrects');
  const { event: current } = fact.content;
  mustBeCorrectable(current);
  if (identityOf(replacement) !== identityOf(current)) {
    throw new Rejected(
      'identity-differs',
      `the replacement is of ${identityOf(replacement)}, not of ${identityOf(current)}: retract one and record the other`,
      'replacement',
    );
  }
  if (cause === 'source-revised' && sightingOf(replacement).publishedAt === undefined && sightingOf(replacement).observedAt === undefined) {
    throw new Rejected('published-missing', 'what a source revised has a time of its own', 'replacement.publishedAt');
  }
  if (same(replacement, current)) return [];
  checkReplacement(replacement, fact, history);
  return [event];
};

const retract = (command: RetractFact, history: CorrectedHistory): readonly CorrectionEvent[] => {
  const { retracts } = command;
  const { stream: _, ...said } = command;
  const event: CorrectionEvent = { ...said, type: 'FactRetracted' };
  const fact = factOf(history, retracts, 'retracts');
  if (isLastWord(event, fact)) return [];
  const { content, last, root } = fact;
  const undoable = content?.id === retracts || (last?.id === retracts && last.event.type === 'FactRetracted');
  if (!undoable) {
    throw content === undefined ? takenBack(fact, retracts, 'retracts') : superseded(retracts, content.id, 'retracts');
  }
  if (!isCorrectable(root.event) && !RETRACTABLE.has(root.event.type)) {
    throw new Rejected('not-correctable', `an event of type ${root.event.type} is no fact that could be taken back`, 'retracts');
  }
  checkSighting(command);
  const again = retracts === root.id ? undefined : history.before.get(retracts)?.event;
  if (again !== undefined && isCorrectable(again)) checkStandsAgain(again, fact, history);
  return [event];
};

/** Statements about incidents that are no claims of their own. */
const RETRACTABLE: ReadonlySet<string> = new Set(['ClaimRetracted', 'IncidentReclassified']);

const takenBack = ({ last }: Fact, id: string, field: string): Rejected =>
  new Rejected('fact-retracted', `the fact of event ${id} was taken back by ${last?.id}: undo that first`, field, last?.id);

const superseded = (id: string, standing: string, field: string): Rejected =>
  new Rejected('fact-superseded', `event ${id} no longer stands: ${standing} stands in its place`, field, standing);

const factOf = ({ facts, factOf: index }: CorrectedHistory, id: string, field: string): Fact => {
  const at = index.get(id);
  if (at === undefined) throw new Rejected('event-not-found', `there is no event ${id} in this stream`, field);
  return facts[at]!;
};

/** The same said twice changes nothing. */
const isLastWord = (event: CorrectionEvent, { last }: Fact): boolean => last !== undefined && same(last.event, event);

/** What an event is of: its type (a notice may turn out to be a change or a first sight) and its own ids. */
const identityOf = (event: Correctable): string => {
  switch (event.type) {
    case 'AdvisoryObserved':
    case 'AdvisoryChanged':
      return `notice ${event.authority}/${event.destination}/${event.noticeId}`;
    case 'IncidentReported':
      return `incident ${event.incidentId}`;
    case 'ClaimAdded':
    case 'ClaimRevised':
      return `${event.type} ${event.incidentId}/${event.claim.claimId}`;
    case 'ObservationRecorded':
      return `observation ${event.kind}/${event.subject}/${event.observationId}`;
  }
};

const sightingOf = (event: Correctable) => (event.type === 'ClaimAdded' || event.type === 'ClaimRevised' ? event.claim : event);

/** What an undone correction or retraction would have stand again must not stand beside what was recorded in its place since. Throws Rejected. */
const checkStandsAgain = (event: Correctable, fact: Fact, history: CorrectedHistory): void => {
  if (event.type === 'ClaimRevised') return;
  const identity = identityOf(event);
  const inItsPlace = history.facts.find(
    ({ root, content }) =>
      root.id !== fact.root.id && content !== undefined && isCorrectable(content.event) && identityOf(content.event) === identity,
  )?.content;
  if (inItsPlace !== undefined) {
    throw new Rejected(
      'already-recorded',
      `${identity} was recorded anew since, by event ${inItsPlace.id}: take that back first`,
      'retracts',
      inItsPlace.id,
    );
  }
  if (event.type === 'AdvisoryObserved' || event.type === 'AdvisoryChanged') checkReplacement(event, fact, history);
};

/** Holds the replacement to the rules of its first recording, among the facts that stand beside it. Throws Rejected as they do. */
const checkReplacement = (replacement: Correctable, fact: Fact, { facts }: CorrectedHistory): void => {
  const events = facts.flatMap(({ root, content }) =>
    content === undefined || root.event.type === 'SituationClosed' ? [] : [{ root, event: content.event }],
  );
  const others = events.filter(({ root }) => root.id !== fact.root.id).map(({ event }) => event);
  const before = events
    .slice(
      0,
      events.findIndex(({ root }) => root.id === fact.root.id),
    )
    .map(({ event }) => event);
  switch (replacement.type) {
    case 'AdvisoryObserved':
    case 'AdvisoryChanged': {
      const { type, ...notice } = replacement;
      decideOver(advisory, { type: 'RecordNotice', notice, change: type === 'AdvisoryChanged' }, others);
      return;
    }
    case 'IncidentReported':
      decideOver(incident, { ...replacement, type: 'ReportIncident' }, before);
      return;
    case 'ClaimAdded':
      decideOver(incident, { ...replacement, type: 'AddClaim' }, before);
      return;
    case 'ClaimRevised':
      decideOver(incident, { ...replacement, type: 'ReviseClaim' }, before);
      return;
    case 'ObservationRecorded':
      decideOver(observation, { ...replacement, type: 'RecordObservation' }, others);
      return;
  }
};

const decideOver = <C, E, S>(
  { initialState, evolve, decide }: { initialState: S; evolve: (state: S, event: E) => S; decide: (command: C, state: S) => unknown },
  command: C,
  past: readonly DomainEvent[],
): void => void decide(command, (past as readonly E[]).reduce(evolve, initialState));
