import { Rejected } from '../../decider/src/index.js';
import type { Identified } from './correction/corrected-history.js';
import type { DomainEvent } from './domain-event.js';
import type { Handling } from './handling.js';

/** What comes of a command: events, or the rule that says no. */
export type Decision = { readonly events: readonly DomainEvent[] } | { readonly refused: Rejected };

/** The decision after `past`, for those who go on after a no. */
export const decisionOn = ({ decide }: Handling, past: readonly Identified<DomainEvent>[]): Decision => {
  try {
    return { events: decide(past) };
  } catch (error) {
    if (error instanceof Rejected) return { refused: error };
    throw error;
  }
};
