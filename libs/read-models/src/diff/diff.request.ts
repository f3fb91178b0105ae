import type { CommitPosition } from '../../../event-log/src/index.js';
import type { Clock } from '../as-of.js';

export type DiffRequest = {
  /** RFC 3339 instants, UTC, `from` before `to`. */
  from: string;
  to: string;
  clock: Clock;
  /** Last commits that count: of the situation's partition, and of that of the sources. */
  position: CommitPosition;
  sourcesPosition: CommitPosition;
  /** Most items, and most unchanged, that are listed. */
  limit: number;
};
