import { eventId as idOf } from '../../../../libs/event-log/src/index.js';
import type { Edits, Selection, Shift } from '../../../../libs/read-models/src/index.js';
import { boundMs, type Correctable, type Recording, replacementOf } from '../../../../libs/situations/src/index.js';
import { commandOf, KINDS } from '../commands/kinds.js';
import { RECORDINGS } from '../commands/recordings.js';
import { type FieldError, Problem } from '../http/problems.js';
import { faultsOf } from '../http/validation.js';
import { bodyOf, merged, withTextsOf } from './body-of.js';
import { distanceMs, type ForkBody, MOST_EDITS, type SelectionBody } from './fork.dto.js';

const under = (path: string, faults: readonly FieldError[]): FieldError[] =>
  faults.map((fault) => ({ ...fault, field: [path, fault.field].filter((part) => part !== '').join('.') }));

const refuse = (faults: readonly FieldError[]): void => {
  if (faults.length > 0) throw Problem.of(faults);
};

const selectionOf = ({ occurredFrom, occurredTo, ...named }: SelectionBody, edit: string): Selection => {
  if (Object.keys(named).length === 0 && occurredFrom === undefined && occurredTo === undefined) {
    throw Problem.at(edit, 'missing', 'names no event: by eventId, or by what it is like');
  }
  return {
    ...named,
    ...(occurredFrom === undefined ? {} : { occurredFrom: boundMs(occurredFrom, 'start')! }),
    ...(occurredTo === undefined ? {} : { occurredTo: boundMs(occurredTo, 'end')! }),
  };
};

const moveOf = ({ by, to, ...named }: NonNullable<ForkBody['move']>[number], edit: string): Selection & Shift => {
  const selection = selectionOf(named, edit);
  if (by !== undefined) return { ...selection, by: distanceMs(by) };
  if (to !== undefined) return { ...selection, to };
  throw Problem.at(`${edit}.by`, 'missing', 'is missing: say by how much, or to what time');
};

type Command = (body: object, of: object, id: string) => Recording;

/** What the event says instead, checked as a body of its route is. Throws Problem. */
const changed =
  (data: object, edit: string) =>
  (said: Correctable): Correctable => {
    const { name, of, body } = bodyOf(said);
    const patched = merged(body, data) as object;
    refuse(under(`${edit}.data`, faultsOf(RECORDINGS[name].body, patched)));
    return replacementOf(withTextsOf(said, (RECORDINGS[name].command as Command)(patched, of, '')));
  };

const addedOf = (situationId: string, { before, id, type, body, ...rest }: NonNullable<ForkBody['add']>[number], index: number) => {
  const edit = `add.${index}`;
  const of = { situationId, ...rest };
  refuse([...under(edit, faultsOf(KINDS[type].of, of)), ...under(`${edit}.body`, faultsOf(KINDS[type].body, body))]);
  return {
    ...(before === undefined ? {} : { before }),
    command: commandOf({ kind: type, of, body: body as object }, id ?? `added-${index}`),
    // The same in every answer to the same question.
    eventId: idOf('fork', index),
  };
};

/** The edits that a checked body asks for. Throws Problem; what they are of is not looked at yet. */
export const editsOf = (situation: string, { leaveOut = [], move = [], change = [], add = [] }: ForkBody): Edits => {
  const count = leaveOut.length + move.length + change.length + add.length;
  if (count > MOST_EDITS) throw new Problem('too-many-edits', `a fork has at most ${MOST_EDITS} edits, this one ${count}`);
  return {
    leaveOut: leaveOut.map((one, index) => selectionOf(one, `leaveOut.${index}`)),
    move: move.map((one, index) => moveOf(one, `move.${index}`)),
    change: change.map(({ eventId, data }, index) => ({ eventId, change: changed(data, `change.${index}`) })),
    add: add.map((one, index) => addedOf(situation, one, index)),
  };
};
