import { type CommandOutcome, formatPosition } from '../../../../libs/event-log/src/index.js';
import type { FieldError, Problem } from '../http/problems.js';

/** What became of one line. There is exactly one for each line of the input, in its order. */
export type LineResult = { line: number; id?: string } & (
  | { status: 'recorded' | 'unchanged'; eventIds: readonly string[]; position: string }
  | { status: 'rejected'; code: string; detail: string; errors: readonly FieldError[] }
  /** No verdict in time: it may yet be recorded. Nothing after it is attempted, since order matters. */
  | { status: 'unknown'; command: string }
  | { status: 'not-attempted'; code?: string; detail?: string }
  | { status: 'blank' }
);

export const resultOf = (line: number, id: string, outcome: CommandOutcome): LineResult => {
  if (outcome.status === 'unknown') return { line, id, status: 'unknown', command: `/commands/${outcome.commandId}` };
  const { eventIds, position } = outcome;
  return { line, id, status: outcome.status === 'recorded' ? 'recorded' : 'unchanged', eventIds, position: formatPosition(position) };
};

export const rejected = (line: number, id: string | undefined, { code, detail, errors }: Problem): LineResult => ({
  line,
  ...(id === undefined ? {} : { id }),
  status: 'rejected',
  code,
  detail,
  errors,
});
