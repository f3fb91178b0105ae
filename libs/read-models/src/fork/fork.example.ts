import { DAY_MS } from '../../../situations/src/index.js';
import { FactsFold } from '../replay/facts-fold.js';
import { type Edits, NO_EDITS, type Recorded } from './edits.js';
import { fork, type ForkPeriod } from './fork.js';
import type { ForkCourse } from './fork.answer.js';

export const periodOf = (from: string, to: string, clock: ForkPeriod['clock'] = 'published'): ForkPeriod => ({
  clock,
  from: Date.parse(from),
  to: Date.parse(to) + DAY_MS,
});

/** For specs: the fork of a whole history, all steps at once. */
export const forked = (events: readonly Recorded[], edits: Partial<Edits>, period: ForkPeriod): ForkCourse => {
  const fold = new FactsFold();
  fold.apply(events);
  const { situationId: situation, position } = events.at(-1)!;
  const steps = fork({ situation, position, events, fold }, { ...NO_EDITS, ...edits }, period);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};
