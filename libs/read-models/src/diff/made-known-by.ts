import type { Difference } from './compare.js';
import type { Touch } from './touches.queries.js';

/**
 * The event by which a difference of knowledge became known, among what touched its key (and those that bound its start) in the order of
 * the log: the one that says what is known now, else the one that took back what was known before, else the last.
 */
export const madeKnownBy = ({ before, after }: Pick<Difference, 'before' | 'after'>, touches: readonly Touch[]): string | undefined =>
  (
    touches.findLast(({ op, said }) => op === 'assert' && said === after?.eventId && said !== before?.eventId) ??
    touches.findLast(({ op, said }) => op === 'withdraw' && said === before?.eventId) ??
    touches.at(-1)
  )?.event;
