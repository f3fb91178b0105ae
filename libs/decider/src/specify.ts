import { expect } from '@jest/globals';
import type { Decider } from './decider.js';

/** given(past).when(command).thenEmits(events): the whole vocabulary of a domain test. */
export const specify = <Command, Event, State>(decider: Decider<Command, Event, State>) => ({
  given: (...past: Event[]) => ({
    when: (command: Command) => {
      const decide = () => decider.decide(command, past.reduce(decider.evolve, decider.initialState));
      return {
        thenEmits: (...events: Event[]) => expect(decide()).toEqual(events),
        thenNothing: () => expect(decide()).toEqual([]),
        thenRejects: (reason: string) => expect(decide).toThrow(expect.objectContaining({ reason })),
      };
    },
  }),
});
