import type { CommitPosition } from '../../../event-log/src/index.js';
import type { Json } from '../projection.js';
import type { Offsets } from './accepted-events.js';

/**
 * What a rebuild does next, or how it ended. `queued` to `switching` and `rolling-back` are for a worker; at `awaiting-approval` somebody has to
 * decide. `switched` and `rolled-back` keep the other table, `settled` no longer. `dropped`: taken back before it was switched.
 */
export type RebuildState =
  | 'queued'
  | 'loading'
  | 'indexing'
  | 'mending'
  | 'catching-up'
  | 'comparing'
  | 'awaiting-approval'
  | 'switching'
  | 'switched'
  | 'rolling-back'
  | 'rolled-back'
  | 'settled'
  | 'failed'
  | 'dropped';

/** States in which a worker goes on. */
export const WORKING: readonly RebuildState[] = [
  'queued',
  'loading',
  'indexing',
  'mending',
  'catching-up',
  'comparing',
  'switching',
  'rolling-back',
];

/** Rows that differ, of one key or in one example. */
export type RowSide = { readonly [column: string]: Json };
export type DifferenceExample = {
  /** `<partition>-<offset>.<index>` of the event at which the row stands. */
  readonly position: string;
  readonly situation: string;
  readonly key: string;
  /** Differing columns; null where there is no such row. */
  readonly live: RowSide | null;
  readonly rebuilt: RowSide | null;
};
export type Difference = {
  /** Rows that only the live table has, that only the rebuilt one has, and that both have with other columns. */
  readonly missing: number;
  readonly added: number;
  readonly changed: number;
  /** How many changed rows differ in each column. */
  readonly columns: Readonly<Record<string, number>>;
  /** The keys with most differing rows, most first, and how many keys there are. */
  readonly keys: readonly { readonly situation: string; readonly key: string; readonly rows: number }[];
  readonly differingKeys: number;
  readonly examples: readonly DifferenceExample[];
  /** Whether every differing row was looked at; else all counts are at least so many. */
  readonly complete: boolean;
};

export type Side = { readonly rows: number; readonly digest: string };
/** The rows of the live and the rebuilt table at the same positions. */
export type Comparison = {
  readonly positions: readonly CommitPosition[];
  readonly live: Side;
  readonly rebuilt: Side;
  /** Null where the digests are equal. */
  readonly difference: Difference | null;
};

export type RebuiltModel = {
  readonly name: string;
  /** To be built, and live when the rebuild was asked for. */
  readonly version: number;
  readonly liveVersion: number;
  /** The table that is not shown: the new one before the switch, the old one after it. */
  readonly aside: string;
  /** What the table aside has taken. */
  readonly reached: Offsets;
  readonly comparison: Comparison | null;
};

export type Progress = {
  readonly unit: string;
  readonly done: number;
  readonly total: number;
  /** Units a second; null before there is a measure. */
  readonly rate: number | null;
};

export type Rebuild = {
  readonly id: number;
  readonly state: RebuildState;
  readonly askedAt: string;
  readonly movedAt: string;
  /** Which process worked on it last. */
  readonly worker: string | null;
  readonly progress: Progress | null;
  readonly error: string | null;
  readonly models: readonly RebuiltModel[];
};

/** What was asked of rebuilds cannot be done; `code` is stable. */
export class RebuildRefused extends Error {
  override readonly name = 'RebuildRefused';
  constructor(
    readonly code:
      | 'read-model-not-found'
      | 'rebuild-not-found'
      | 'rebuild-running'
      | 'rebuild-busy'
      | 'rebuild-not-awaiting-approval'
      | 'rebuild-not-switched'
      | 'rebuild-still-live'
      | 'version-not-known',
    message: string,
  ) {
    super(message);
  }
}
