import { formatPosition, type PartitionEnds } from '../../../../libs/event-log/src/index.js';
import type { ProjectionStanding } from '../../../../libs/read-models/src/index.js';

export type PartitionAnswer = {
  readonly partition: number;
  /** The last commit that it has taken; null before the first. */
  readonly position: string | null;
  /** Records of the log behind that one; null where the log does not answer. */
  readonly lag: number | null;
  readonly state: 'live' | 'parked';
  readonly error: string | null;
};
export type ProjectionAnswer = {
  readonly name: string;
  readonly version: number;
  /** Parked where it is so in any partition. */
  readonly state: 'live' | 'parked';
  /** Of all partitions together. */
  readonly lag: number | null;
  readonly rebuild: number | null;
  readonly partitions: readonly PartitionAnswer[];
};

const sum = (lags: readonly (number | null)[]): number | null =>
  lags.reduce<number | null>((all, lag) => (all === null || lag === null ? null : all + lag), 0);

/** `ends` is undefined where the log does not answer. */
export const projectionAnswer = (
  { name, version, rebuild, partitions }: ProjectionStanding,
  ends: readonly PartitionEnds[] | undefined,
): ProjectionAnswer => {
  const answers = partitions.map(({ partition, offset, state, error }): PartitionAnswer => {
    const end = ends?.find((one) => one.partition === partition)?.end;
    const lag = end === undefined ? null : Math.max(0, end - 1 - offset);
    return { partition, position: offset < 0 ? null : formatPosition({ partition, offset }), lag, state, error };
  });
  const state = answers.some((answer) => answer.state === 'parked') ? 'parked' : 'live';
  return { name, version, state, lag: sum(answers.map(({ lag }) => lag)), rebuild, partitions: answers };
};
