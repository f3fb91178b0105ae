import type { DomainEvent } from '../../../situations/src/index.js';
import { isCorrectable } from '../../../situations/src/index.js';
import { EditRefused, type Edits, type Recorded } from './edits.js';
import { Selectable } from './selected.js';
import { shifted, TooCoarse } from './shifted.js';

/** An event on record that says something else in the fork. */
export type Said = { readonly edit: string; readonly does: 'moved' | 'changed'; readonly event: DomainEvent };
/** What becomes of one event on record. */
export type Planned = Said | { readonly edit: string; readonly does: 'left-out' };

const readable = ({ event, id }: Recorded, edit: string): DomainEvent => {
  if (event.type === 'Unreadable') throw new EditRefused(edit, 'eventId', 'not-correctable', `what event ${id} says cannot be read`);
  return event;
};

const movedFrom = (recorded: Recorded, shift: Edits['move'][number], edit: string): DomainEvent => {
  const field = 'by' in shift ? 'by' : 'to';
  try {
    const event = shifted(readable(recorded, edit), shift);
    if (event !== undefined) return event;
  } catch (error) {
    if (!(error instanceof TooCoarse)) throw error;
    throw new EditRefused(edit, field, 'coarser-than-move', `of event ${recorded.id}: ${error.message}`);
  }
  throw new EditRefused(edit, 'eventId', 'not-movable', `event ${recorded.id} states no time of its own`);
};

const changedFrom = (recorded: Recorded, { change }: Edits['change'][number], edit: string): DomainEvent => {
  const event = readable(recorded, edit);
  if (event.type === 'FactCorrected') return { ...event, replacement: change(event.replacement) };
  if (isCorrectable(event)) return change(event);
  throw new EditRefused(
    edit,
    'eventId',
    'not-correctable',
    `an event of type ${event.type} cannot be changed: leave it out, or add another`,
  );
};

/** The answer tells each of them. */
const MOST_EDITED = 5_000;

/** By the id of each event that is edited what becomes of it. In steps. Throws {@link EditRefused}, and what a change throws. */
export function* planOf(history: readonly Recorded[], { leaveOut, move, change }: Edits): Generator<void, ReadonlyMap<string, Planned>> {
  const events = new Selectable(history);
  const plan = new Map<string, Planned>();
  const put = ({ id }: Recorded, planned: Planned): void => {
    const other = plan.get(id);
    if (other !== undefined) {
      throw new EditRefused(planned.edit, 'eventId', 'event-edited-twice', `event ${id} is named by ${other.edit} too: one edit an event`);
    }
    plan.set(id, planned);
    if (plan.size > MOST_EDITED) throw new EditRefused(planned.edit, '', 'too-many-edits', `more than ${MOST_EDITED} events are edited`);
  };
  for (const [index, selection] of leaveOut.entries()) {
    const edit = `leaveOut.${index}`;
    for (const recorded of events.selected(selection, edit)) {
      if (recorded.event.type === 'SituationOpened') {
        throw new EditRefused(edit, 'eventId', 'opening-left-out', 'without what opened it there is no situation');
      }
      put(recorded, { edit, does: 'left-out' });
    }
    yield;
  }
  for (const [index, one] of move.entries()) {
    const edit = `move.${index}`;
    for (const recorded of events.selected(one, edit)) put(recorded, { edit, does: 'moved', event: movedFrom(recorded, one, edit) });
    yield;
  }
  for (const [index, one] of change.entries()) {
    const edit = `change.${index}`;
    for (const recorded of events.selected({ eventId: one.eventId }, edit)) {
      put(recorded, { edit, does: 'changed', event: changedFrom(recorded, one, edit) });
    }
    yield;
  }
  return plan;
}
