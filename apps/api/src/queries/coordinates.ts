import { type CommitPosition, formatPosition, parsePosition } from '../../../../libs/event-log/src/index.js';
import { type AsOf, asOfCursor, MalformedCursor } from '../../../../libs/read-models/src/index.js';
import { instantMs, iso } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import type { AsOfQuery } from './queries.dto.js';

// What a question names, settled: each throws Problem, with the field at fault.

/** A checked instant as answers write it. */
export const utc = (text: string): string => iso(instantMs(text)!);

export const asProblem = (error: unknown): never => {
  if (error instanceof MalformedCursor) throw Problem.at('cursor', 'cursor-malformed', error.message);
  throw error;
};

const positionOf = (text: string): CommitPosition => {
  const position = parsePosition(text);
  if (position === undefined) throw Problem.at('position', 'position-malformed', 'is not <partition>-<offset>');
  return position;
};

/** The last commit that a question says it counts; none where it leaves that to the answer. */
export const namedPosition = ({ position, cursor }: AsOfQuery & { cursor?: string }): readonly CommitPosition[] => {
  if (cursor !== undefined) return [cursorOf(cursor).position];
  return position === undefined ? [] : [positionOf(position)];
};

export const fresh = ({ validAt, knownAt, clock = 'recorded', position }: AsOfQuery, reached: CommitPosition): AsOf => ({
  validAt: validAt === undefined ? iso(Date.now()) : utc(validAt),
  knownAt: knownAt === undefined ? null : utc(knownAt),
  clock,
  position: position === undefined ? reached : positionOf(position),
});

/** A cursor carries its question with it; what is said beside it must be the same. */
export const continued = (asked: AsOfQuery, cursor: string): AsOf => {
  const asOf = cursorOf(cursor);
  const { validAt, knownAt, clock, position } = asked;
  const same =
    (validAt === undefined || utc(validAt) === asOf.validAt) &&
    (knownAt === undefined || utc(knownAt) === asOf.knownAt) &&
    (clock === undefined || clock === asOf.clock) &&
    (position === undefined || formatPosition(positionOf(position)) === formatPosition(asOf.position));
  if (!same) throw Problem.at('cursor', 'cursor-of-another-question', 'continues a question with other coordinates');
  return asOf;
};

const cursorOf = (cursor: string): AsOf => {
  try {
    const asOf = asOfCursor(cursor);
    const times = [asOf.validAt, asOf.knownAt ?? asOf.validAt];
    if (times.every((time) => instantMs(time) !== undefined)) return asOf;
  } catch (error) {
    if (!(error instanceof MalformedCursor)) throw error;
  }
  throw Problem.at('cursor', 'cursor-malformed', 'is not one that a list answered');
};

/** The future is what is later than both this clock and the last record: the broker's clock may be ahead. */
export const checkKnown = (times: Record<string, string | undefined>, latest: number): void => {
  for (const [field, time] of Object.entries(times)) {
    if (time !== undefined && instantMs(time)! > latest) {
      throw Problem.at(field, 'known-at-in-future', 'is later than both now and the last record');
    }
  }
};

export const checkPosition = (position: CommitPosition, reached: CommitPosition): void => {
  if (position.partition !== reached.partition) {
    throw Problem.at('position', 'position-of-another-partition', `this situation is recorded in partition ${reached.partition}`);
  }
  if (position.offset > reached.offset) {
    throw Problem.at('position', 'position-beyond-model', `the answer is known up to ${formatPosition(reached)}`);
  }
};
