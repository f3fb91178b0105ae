/** Where a commit stands in the log. Offsets are exact up to 2^53. */
export type CommitPosition = { readonly partition: number; readonly offset: number };
/** Where an event stands: its commit, and its index within it. */
export type EventPosition = CommitPosition & { readonly index: number };

const COMMIT = /^(\d{1,5})-(\d{1,16})$/;

/** `<partition>-<offset>` */
export const formatPosition = ({ partition, offset }: CommitPosition): string => `${partition}-${offset}`;
/** `<partition>-<offset>.<index>` */
export const formatEventPosition = (position: EventPosition): string => `${formatPosition(position)}.${position.index}`;

/** The commit position that `text` names; undefined where malformed or beyond 2^53. */
export const parsePosition = (text: string): CommitPosition | undefined => {
  const match = COMMIT.exec(text);
  if (match === null) return undefined;
  const [partition, offset] = [Number(match[1]), Number(match[2])];
  return Number.isSafeInteger(offset) ? { partition, offset } : undefined;
};

/** A position of each partition that an answer rests on, by partition: `2-17,4-123`. */
export const formatPositions = (positions: readonly CommitPosition[]): string =>
  positions
    .toSorted((one, other) => one.partition - other.partition)
    .map(formatPosition)
    .join(',');

/** The positions that `text` names, by partition; undefined where one is malformed or a partition is named twice. */
export const parsePositions = (text: string): readonly CommitPosition[] | undefined => {
  const positions = text.split(',').flatMap((part) => parsePosition(part) ?? []);
  const partitions = new Set(positions.map(({ partition }) => partition));
  if (partitions.size !== text.split(',').length) return undefined;
  return positions.toSorted((one, other) => one.partition - other.partition);
};
