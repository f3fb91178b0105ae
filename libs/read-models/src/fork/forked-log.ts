import {
  commandOfEvent,
  type Correctable,
  type Decision,
  decisionOn,
  type DomainEvent,
  type Handling,
  handlingOf,
  isCorrectable,
} from '../../../situations/src/index.js';
import { EditRefused, type Edits, type Recorded } from './edits.js';
import { type Planned, planOf, type Said } from './planned.js';
import { notFound } from './selected.js';
import { Streams } from './streams.js';

/** An event on record that the rules would not have taken, had the others been as the edits have them. */
export type WithoutEffect = { readonly recorded: Recorded; readonly code: string; readonly reason: string };

export type ForkedLog = {
  /** In the order of a log of its own: positions and versions are counted anew. */
  readonly events: readonly Recorded[];
  readonly plan: ReadonlyMap<string, Planned>;
  readonly withoutEffect: readonly WithoutEffect[];
};

const SITUATION = 'situation';

type Added = Edits['add'][number] & { readonly edit: string };

const refusedIn = (decision: Decision) => ('refused' in decision ? decision.refused : undefined);

/** Where what a rule finds at fault stands in the edit: of a body that is given below it, else it is the edit as a whole. */
type Under = 'body' | 'data' | undefined;

/** Commands wrap what the body is of. */
const fieldUnder = (under: Under, field = ''): string => {
  if (field === 'corrects') return 'eventId';
  if (under === undefined) return '';
  const own = field.replace(/^replacement(\.|$)/, '').replace(/^(notice|claim|parameters)\./, '');
  return own === '' ? under : `${under}.${own}`;
};

const refuse = (edit: string, under: Under, decision: Decision): void => {
  const refused = refusedIn(decision);
  if (refused === undefined) return;
  const { reason, message, field, standing } = refused;
  throw new EditRefused(edit, fieldUnder(under, field), reason, message, standing);
};

/** The event that would be recorded. Throws EditRefused where it would be refused, or where there would be none. */
const taken = (edit: string, under: Under, decision: Decision): DomainEvent => {
  refuse(edit, under, decision);
  const [event] = 'events' in decision ? decision.events : [];
  if (event === undefined) throw new EditRefused(edit, fieldUnder(under), 'already-recorded', 'is on record: nothing would be added');
  return event;
};

/** Added events by the id of the event that they come before; '' for those that come last. */
const places = (history: readonly Recorded[], { add }: Edits): ReadonlyMap<string, readonly Added[]> => {
  const ids = new Set(history.map(({ id }) => id));
  const at = new Map<string, Added[]>();
  add.forEach((added, index) => {
    const { before = '' } = added;
    const edit = `add.${index}`;
    if (before !== '' && !ids.has(before)) throw notFound(edit, 'before', before);
    at.set(before, [...(at.get(before) ?? []), { ...added, edit }]);
  });
  return at;
};

/** What the event says instead, in the words of a correction: so it is held to the rules of its kind, among all that stand beside it. */
const inPlace = (situation: string, { id, stream }: Recorded, replacement: Correctable): Handling =>
  handlingOf(situation, { type: 'CorrectFact', stream, corrects: id, replacement, reason: 'fork', cause: 'transcription' });

/**
 * The log as it would be, had the events been as the edits have them: each later event of a stream that the edits touch is decided anew, in the order of
 * the log, and one that the rules would not take now, though they took it then, is without effect. That the situation was closed at some time keeps
 * nothing out. Comes in small steps. Throws {@link EditRefused} where the rules do not take what an edit asks for, and what a change throws.
 */
export function* forkedLog(situation: string, history: readonly Recorded[], edits: Edits): Generator<void, ForkedLog> {
  const plan = yield* planOf(history, edits);
  const added = places(history, edits);
  const touched = new Set(history.flatMap(({ id, stream }) => (plan.has(id) ? [stream] : [])));
  // All read it for whether there is such a situation, and there is.
  touched.delete(SITUATION);
  const [was, is, all] = [new Streams(), new Streams(), new Streams()];
  for (const recorded of history) {
    const planned = plan.get(recorded.id);
    if (planned?.does !== 'left-out') all.put(planned === undefined ? recorded : { ...recorded, event: planned.event });
  }
  const events: Recorded[] = [];
  const withoutEffect: WithoutEffect[] = [];
  const keep = (recorded: Recorded): void => {
    is.put(recorded);
    events.push(is.placed(recorded, events.length));
  };

  const add = (one: Added, beside: Recorded): void => {
    const handling = handlingOf(situation, one.command);
    if (handling.stream !== SITUATION) touched.add(handling.stream);
    const event = taken(one.edit, 'body', decisionOn(handling, is.read(handling.reads)));
    keep({ ...beside, id: one.eventId, stream: handling.stream, event });
  };

  for (const recorded of history) {
    for (const one of added.get(recorded.id) ?? []) {
      add(one, recorded);
      yield;
    }
    const planned = plan.get(recorded.id);
    if (planned === undefined) {
      const lost = lostTo(situation, recorded, touched, was, is);
      if (lost === undefined) keep(recorded);
      else {
        withoutEffect.push(lost);
        touched.add(recorded.stream);
      }
    } else if (planned.does !== 'left-out') {
      const said = { ...recorded, event: planned.event };
      check(situation, recorded, planned, is, all);
      keep(said);
    }
    was.put(recorded);
    yield;
  }
  for (const one of added.get('') ?? []) {
    add(one, history.at(-1)!);
    yield;
  }
  return { events, plan, withoutEffect };
}

/** Why an event that nobody edited is without effect, where it is. */
const lostTo = (
  situation: string,
  recorded: Recorded,
  touched: ReadonlySet<string>,
  was: Streams,
  is: Streams,
): WithoutEffect | undefined => {
  const { event, stream } = recorded;
  if (event.type === 'Unreadable' || stream === SITUATION) return undefined;
  const handling = handlingOf(situation, commandOfEvent(event, stream));
  if (!handling.reads.some((name) => touched.has(name))) return undefined;
  const now = decisionOn(handling, is.read(handling.reads));
  if ('events' in now && now.events.length > 0) return undefined;
  // What the rules of today would not have taken in the first place stands all the same.
  const then = decisionOn(handling, was.read(handling.reads));
  if (!('events' in then && then.events.length > 0)) return undefined;
  const refused = refusedIn(now);
  return { recorded, code: refused?.reason ?? 'already-recorded', reason: refused?.message ?? 'what it says is already so' };
};

/** Holds what is moved or changed to the rules: after what comes before it, and among all that stand beside it. */
const check = (situation: string, recorded: Recorded, { edit, does, event }: Said, is: Streams, all: Streams): void => {
  const { stream, id } = recorded;
  const under = does === 'changed' ? 'data' : undefined;
  const handling = handlingOf(situation, commandOfEvent(event, stream));
  if (handling.stream === stream) taken(edit, under, decisionOn(handling, is.read(handling.reads)));
  const said = event.type === 'FactCorrected' ? event.replacement : event;
  if (!isCorrectable(said)) return;
  const beside = inPlace(situation, recorded, said);
  const past = all.read(beside.reads).map((one) => (one.id === id ? { id, event: recorded.event as DomainEvent } : one));
  refuse(edit, under, decisionOn(beside, past));
};
