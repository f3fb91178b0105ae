import { Rejected } from '../../libs/decider/src/index.js';
import type { RecordedEvent } from '../../libs/event-log/src/index.js';
import { type DomainCommand, type DomainEvent, handlingOf } from '../../libs/situations/src/index.js';
import { type Attempt, AUTHORITIES, INCIDENTS, SUBJECTS } from './random-attempts.js';
import { claimOf, noticeOf, observationOf, pick, replacementFor, reportOf, sighting } from './random-contents.js';

type Recorded = RecordedEvent<DomainEvent>;

/** Mostly what no correction has named yet, the latest most; now and then any, for then an undone correction may let it stand again. */
const targetOf = (past: readonly Recorded[], { n, m }: Attempt): Recorded | undefined => {
  const named = new Set(
    past.flatMap(({ event }) => (event.type === 'FactCorrected' ? event.corrects : event.type === 'FactRetracted' ? event.retracts : [])),
  );
  const open = past.filter(({ id, stream }) => stream !== 'situation' && (m % 3 === 0 || !named.has(id)));
  return open.at(-1 - (n % Math.max(1, Math.min(open.length, 6))));
};

const commandOf = (attempt: Attempt, past: readonly Recorded[]): DomainCommand | undefined => {
  const { action, n, m, cause } = attempt;
  const [incidentId, other, claimId] = [pick(INCIDENTS, n), pick(INCIDENTS, n + 1 + (m % 2)), pick(['c1', 'c2', 'c3'], m)];
  const said = { reason: 'x', ...sighting(attempt) };
  const own = `o${past.length}`;
  const reported = past.flatMap(({ event }) => (event.type === 'IncidentReported' ? [event.incidentId] : []));
  const known = reported.length === 0 ? incidentId : pick(reported, n);
  const merged = past.map(({ event }) => event).findLast((event) => event.type === 'IncidentMerged');
  const target = targetOf(past, attempt);
  switch (action) {
    case 'notice':
      return { type: 'RecordNotice', change: true, notice: noticeOf(own, pick(AUTHORITIES, n), attempt) };
    case 'report':
      return { type: 'ReportIncident', ...reportOf(incidentId, attempt) };
    case 'add':
      return { type: 'AddClaim', incidentId: known, claim: { ...claimOf(claimId, m), ...sighting(attempt) } };
    case 'revise':
      return { type: 'ReviseClaim', incidentId: known, claim: { ...claimOf(claimId, m), ...sighting(attempt) } };
    case 'retract-claim':
      return { type: 'RetractClaim', incidentId: known, claimId, ...said };
    case 'reclassify':
      return { type: 'ReclassifyIncident', incidentId: known, kind: pick(['attack', 'abduction', 'other'], m), ...said };
    case 'merge':
      return { type: 'MergeIncident', incidentId: known, into: pick(reported.length === 0 ? [other] : reported, m), ...said };
    case 'unmerge':
      return merged && { type: 'UnmergeIncident', incidentId: merged.incidentId, from: merged.into, ...said };
    case 'observe':
      return { type: 'RecordObservation', ...observationOf(own, pick(SUBJECTS, n), attempt) };
    case 'correct': {
      if (target === undefined || target.event.type === 'Unreadable') return undefined;
      const replacement = replacementFor(target.event.type === 'FactCorrected' ? target.event.replacement : target.event, attempt);
      return replacement && { type: 'CorrectFact', stream: target.stream, corrects: target.id, replacement, reason: 'x', cause };
    }
    case 'retract':
      return target && { type: 'RetractFact', stream: target.stream, retracts: target.id, cause, ...said };
  }
};

const idOf = (partition: number, offset: number, index: number): string =>
  `${String(partition).padStart(8, '0')}-0000-4000-8000-${String(offset).padStart(8, '0')}${String(index).padStart(4, '0')}`;

const START = Date.parse('2026-05-01T00:00:00.000Z');
/** Recorded a second after the one before, from here on. */
export const recordedAtOffset = (offset: number): string => new Date(START + (offset - 1) * 1000).toISOString();

/** What `attempt` adds to `past`, as the next event of the partition; nothing where the rules say no. */
export const next = (situationId: string, partition: number, past: readonly Recorded[], attempt: Attempt): Recorded | undefined => {
  const command = commandOf(attempt, past);
  if (command === undefined) return undefined;
  const handling = handlingOf(situationId, command);
  try {
    const read = past.filter(({ stream }) => handling.reads.includes(stream));
    const [event] = handling.decide(read.map(({ id, event }) => ({ id, event: event as DomainEvent })));
    return event && recordedAs(situationId, partition, past, handling.stream, event, attempt.together);
  } catch (error) {
    if (error instanceof Rejected) return undefined;
    throw error;
  }
};

const recordedAs = (
  situationId: string,
  partition: number,
  past: readonly Recorded[],
  stream: string,
  event: DomainEvent,
  together: boolean,
): Recorded => {
  const last = past.at(-1)?.position ?? { offset: 0, index: 0 };
  const position =
    together && past.length > 0
      ? { partition, offset: last.offset, index: last.index + 1 }
      : { partition, offset: last.offset + 1, index: 0 };
  return {
    id: idOf(partition, position.offset, position.index),
    situationId,
    stream,
    version: past.filter((other) => other.stream === stream).length + 1,
    position,
    recordedAt: recordedAtOffset(position.offset),
    actor: 'anonymous',
    commandId: idOf(partition, position.offset, 9000 + position.index),
    correlationId: 'test',
    event,
  };
};

/** A valid history: what comes of the attempts that the rules allow, in a situation that is open. */
export const historyOf = (situationId: string, partition: number, attempts: readonly Attempt[]): Recorded[] => {
  const opened: DomainEvent = { type: 'SituationOpened', title: 'X', destinations: ['ML'] };
  const events = [recordedAs(situationId, partition, [], 'situation', opened, false)];
  for (const each of attempts) events.push(...[next(situationId, partition, events, each) ?? []].flat());
  return events;
};
