import { type EventLog, LogUnavailable } from '../../../event-log/src/index.js';

/** Offsets from `first` to `last` that are gone from the log and that nobody judged: the partition is halted before them. */
export type OpenGap = { readonly partition: number; readonly first: number; readonly last: number };

/** A follower looks once a second, and three times before it says that something is gone. */
const TOLD_WITHIN_MS = 30_000;

/**
 * What the log lacks, by its own account, right behind the last offset that was judged, by partition, as a projector would find it. `cursors` are
 * those offsets. Throws LogUnavailable where the log does not tell.
 */
export const openGaps = async (log: EventLog, cursors: readonly number[]): Promise<OpenGap[]> => {
  const ends = await log.ends();
  const open = new Set<number>();
  const gaps: OpenGap[] = [];
  for (const { partition, start, end } of ends) {
    const due = (cursors[partition] ?? Number.POSITIVE_INFINITY) + 1;
    if (start > due) gaps.push({ partition, first: due, last: start - 1 });
    else if (end > due) open.add(partition);
  }
  if (open.size === 0) return gaps;
  let tell: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const settle = (partition: number, gap?: OpenGap) => {
    if (open.delete(partition) && gap !== undefined) gaps.push(gap);
    if (open.size === 0) tell();
  };
  const next = ends.map(({ partition, end }) => (open.has(partition) ? cursors[partition]! + 1 : end));
  const following = await log.follow(
    next,
    async (partition) => {
      settle(partition);
      // Nothing more is wanted of it.
      await ended;
    },
    {
      pass: async (partition, first, to) => {
        settle(partition, { partition, first, last: to - 1 });
        return false;
      },
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new LogUnavailable(`the log does not tell within ${TOLD_WITHIN_MS / 1000} s what follows the record`));
    timer = setTimeout(fail, TOLD_WITHIN_MS);
  });
  try {
    await Promise.race([told, late]);
  } finally {
    clearTimeout(timer);
    end();
    await following.stop();
  }
  return gaps.sort((a, b) => a.partition - b.partition);
};
