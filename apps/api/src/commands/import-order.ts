import type { Turn } from '../../../../libs/event-log/src/index.js';
import { handlingOf } from '../../../../libs/situations/src/index.js';
import type { ParsedLine } from './import-line.js';
import { commandOf } from './kinds.js';

/** What the decision on a line rests on and writes; `anything` where that is not known before it is its turn. */
export type Touched = { readonly id: string; readonly stream: string; readonly reads: readonly string[] } | 'anything';

export const touchedBy = ({ id, request }: ParsedLine): Touched => {
  // Its stream is that of the event that it is about, which a line before it may be about to record.
  if (request.kind === 'correction') return 'anything';
  try {
    const { stream, reads } = handlingOf(request.of.situationId, commandOf(request, id));
    return { id, stream, reads };
  } catch {
    return 'anything'; // it will be rejected, and its result says why
  }
};

const dependent = (one: Touched, other: Touched): boolean =>
  one === 'anything' || other === 'anything' || one.id === other.id || one.reads.includes(other.stream) || other.reads.includes(one.stream);

export type Place = {
  readonly turn: Turn;
  /** Resolves when those before it that it depends on are done. */
  readonly free: Promise<unknown>;
  /** It has its result. */
  readonly leave: () => void;
};

/**
 * The lines of one import that are under way, in the order of the input. Lines that rest on different streams are decided at once; one that rests on
 * what another writes waits for that one's verdict. Their commits go to the log in the order of the lines, whichever is decided first.
 */
export class ImportOrder {
  private readonly underWay = new Set<{ readonly touched: Touched; readonly done: Promise<void> }>();
  private appended: Promise<unknown> = Promise.resolve();

  /** The next line. */
  enter(touched: Touched): Place {
    const over = signal();
    const done = signal();
    const turn = { come: this.appended.then(() => undefined), over: over.give };
    const before: Promise<void>[] = [];
    for (const one of this.underWay) if (dependent(touched, one.touched)) before.push(one.done);
    const free = Promise.all(before);
    const own = { touched, done: done.given };
    this.underWay.add(own);
    this.appended = Promise.all([this.appended, over.given]);
    const leave = () => {
      over.give();
      this.underWay.delete(own);
      done.give();
    };
    return { turn, free, leave };
  }
}

const signal = () => {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
};
