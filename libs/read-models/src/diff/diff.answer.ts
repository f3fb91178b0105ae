import type { Clock } from '../as-of.js';
import type { Json } from '../projection.js';

/** `knowledge`: what we now know of the earlier moment and did not know then. `world`: what happened between the two moments. */
export type Axis = 'knowledge' | 'world';

/** In the order in which answers list them. */
export const DIFF_KINDS = ['status', 'observation', 'incident', 'severity'] as const;
export type DiffKind = (typeof DIFF_KINDS)[number];

export type DiffItem = {
  kind: DiffKind;
  /** `US-STATE/ML/departure`, `corridor-status/senegal`, an incident's id, `severity`. */
  key: string;
  axis: Axis;
  clock: Clock;
  /** null: there was none. */
  before: Json;
  /** null: there is none any more. */
  after: Json;
  /** From when `before` held in the world; null where there was none, and of the severity, which moves all the time. */
  beforeSince: string | null;
  /** From when `after` holds in the world. */
  since: string | null;
  /**
   * What made it so. Of knowledge: what became known, be it a correction or a retraction; of several the last. Of the severity: the report
   * that moved it most; null where reports only aged.
   */
  event: { eventId: string; /** `<partition>-<offset>.<index>` */ position: string } | null;
};

/**
 * `still-in-force`: somebody looked after the earlier moment, by a check of its source or by another notice or report of the same thing.
 * `nobody-looked`: for all that is recorded it may have changed.
 */
export type Standing = 'still-in-force' | 'nobody-looked';

export type Look = { at: string; by: 'check' | 'notice' | 'report'; eventId: string };

export type Unchanged = {
  kind: 'status' | 'observation';
  key: string;
  value: Json;
  since: string;
  eventId: string;
  /** Who said the same again later, and from when. */
  restated?: { since: string; eventId: string };
  standing: Standing;
  /** RFC 3339, null where nobody ever did. */
  lastLooked: string | null;
  lookedBy: Look['by'] | null;
};

/** Everything that differs between two moments, each of its own knowledge. */
export type Diff = {
  items: DiffItem[];
  unchanged: Unchanged[];
  /** All there are, also those left out. */
  counts: { knowledge: number; world: number; unchanged: number };
  /** More there are than are listed: ask of a shorter time, or with a higher limit. */
  truncated: boolean;
};
