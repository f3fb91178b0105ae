import { formatPositions } from '../../../../libs/event-log/src/index.js';
import type { Comparison, Difference, Rebuild, RebuiltModel } from '../../../../libs/read-models/src/index.js';

export type ComparisonAnswer = Omit<Comparison, 'positions' | 'difference'> & {
  /** `<partition>-<offset>` of each partition: the rows of both tables as they were there. */
  readonly position: string;
  readonly equal: boolean;
  readonly difference: Difference | null;
};
export type RebuiltModelAnswer = Pick<RebuiltModel, 'name' | 'version' | 'liveVersion'> & { readonly comparison: ComparisonAnswer | null };
export type RebuildAnswer = Pick<Rebuild, 'id' | 'state' | 'askedAt' | 'movedAt' | 'worker' | 'error'> & {
  readonly models: readonly RebuiltModelAnswer[];
  readonly progress: {
    readonly unit: string;
    readonly done: number;
    readonly total: number;
    /** Units a second, and seconds left of this step; null where that is not known. */
    readonly rate: number | null;
    readonly eta: number | null;
  } | null;
};

const comparisonAnswer = ({ positions, live, rebuilt, difference }: Comparison): ComparisonAnswer => ({
  position: formatPositions(positions.filter(({ offset }) => offset >= 0)),
  equal: difference === null,
  live,
  rebuilt,
  difference,
});

export const rebuildAnswer = ({ id, state, askedAt, movedAt, worker, error, progress, models }: Rebuild): RebuildAnswer => ({
  id,
  state,
  askedAt,
  movedAt,
  worker,
  error,
  progress: progress && {
    ...progress,
    rate: progress.rate === null ? null : Math.round(progress.rate),
    eta: progress.rate === null || progress.rate <= 0 ? null : Math.ceil(Math.max(0, progress.total - progress.done) / progress.rate),
  },
  models: models.map(({ name, version, liveVersion, comparison }) => ({
    name,
    version,
    liveVersion,
    comparison: comparison && comparisonAnswer(comparison),
  })),
});
