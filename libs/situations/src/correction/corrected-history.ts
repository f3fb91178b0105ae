import type { DomainEvent } from '../domain-event.js';
import type { CorrectionEvent } from './correction.events.js';

/** An event with its id, by which others refer to it. */
export type Identified<Event> = { readonly id: string; readonly event: Event };

/** One fact through its corrections. */
export type Fact = {
  /** As first recorded. */
  readonly root: Identified<DomainEvent>;
  /** What stands: the event that says it (the root or a correction) and its content; undefined while the fact is taken back. */
  readonly content: Identified<DomainEvent> | undefined;
  /** The last correction or retraction that took effect. */
  readonly last: Identified<CorrectionEvent> | undefined;
};

export type CorrectedHistory = {
  readonly facts: readonly Fact[];
  /** Places in `facts` by the id of each event that belongs to them: the root, its corrections and its retractions. */
  readonly factOf: ReadonlyMap<string, number>;
  /** What stood before each correction or retraction, by its id. */
  readonly before: ReadonlyMap<string, Identified<DomainEvent> | undefined>;
};

/** Reads the corrections of a history: in the order recorded, each fact once, as it stands. */
export const correctedHistory = (past: readonly Identified<DomainEvent>[]): CorrectedHistory => {
  const facts: Fact[] = [];
  const factOf = new Map<string, number>();
  const before = new Map<string, Identified<DomainEvent> | undefined>();
  for (const { id, event } of past) {
    if (event.type !== 'FactCorrected' && event.type !== 'FactRetracted') {
      factOf.set(id, facts.push({ root: { id, event }, content: { id, event }, last: undefined }) - 1);
      continue;
    }
    const at = factOf.get(event.type === 'FactCorrected' ? event.corrects : event.retracts);
    if (at === undefined) continue;
    const fact = facts[at]!;
    factOf.set(id, at);
    before.set(id, fact.content);
    const content = event.type === 'FactCorrected' ? { id, event: event.replacement } : afterRetraction(event.retracts, fact, before);
    facts[at] = { ...fact, content, last: { id, event } };
  }
  return { facts, factOf, before };
};

/** A fact that is taken back leaves nothing; a correction or retraction that is undone leaves what stood before it. */
const afterRetraction = (retracts: string, { root }: Fact, before: ReadonlyMap<string, Identified<DomainEvent> | undefined>) =>
  retracts === root.id ? undefined : before.get(retracts);

/** The history as it stands after all corrections: what every other rule decides on. */
export const standing = (past: readonly Identified<DomainEvent>[]): readonly DomainEvent[] =>
  past.some(({ event }) => event.type === 'FactCorrected' || event.type === 'FactRetracted')
    ? correctedHistory(past).facts.flatMap(({ content }) => (content === undefined ? [] : [content.event]))
    : past.map(({ event }) => event);
