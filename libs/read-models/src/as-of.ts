import type { CommitPosition } from '../../event-log/src/index.js';

export type Clock = 'recorded' | 'published';

/** The four coordinates of a bitemporal question. With the model's version they fix the answer for ever. */
export type AsOf = {
  clock: Clock;
  /** RFC 3339 instant of knowledge on `clock`; null asks for everything at `position`. */
  knownAt: string | null;
  /** RFC 3339 instant in the world. */
  validAt: string;
  /** The last commit that counts. */
  position: CommitPosition;
};
