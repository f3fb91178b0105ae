import type { Moments, ReplayClock, ReplayedEvent } from './moments.js';

/** Where a replay stops for a frame: what had come by then and not by the stop before. */
export type Stop = {
  /** Milliseconds. */
  readonly moment: number;
  /** The last commit that counts. */
  readonly offset: number;
  readonly events: readonly ReplayedEvent[];
};

type Grouped = { moment: number; offset: number; events: ReplayedEvent[] };

/**
 * A stop for every moment at which something came. On the clock recorded that is a commit: its events came together. On the others the events
 * of one moment came together, since nobody could have known, or seen, one without the others; all commits up to `head` count.
 */
export const eventStops = (moments: readonly Moments[], clock: ReplayClock, head: number): readonly Stop[] => {
  const stops: Grouped[] = [];
  // Of one moment in the order of the log: sorting keeps the order of equals.
  for (const { event, offset, at } of moments.toSorted((a, b) => a.at[clock] - b.at[clock])) {
    const last = stops.at(-1);
    const together = last !== undefined && (clock === 'recorded' ? last.offset === offset : last.moment === at[clock]);
    if (together) last.events.push(event);
    else stops.push({ moment: at[clock], offset: clock === 'recorded' ? offset : head, events: [event] });
  }
  return stops;
};

/** A stop at `from` and every `step` after it, up to and with `to`, all in milliseconds; all commits up to `head` count at each. */
export const intervalStops = (
  moments: readonly Moments[],
  clock: ReplayClock,
  head: number,
  { from, to, step }: { from: number; to: number; step: number },
): readonly Stop[] => {
  const sorted = moments.toSorted((a, b) => a.at[clock] - b.at[clock]);
  let next = sorted.findIndex(({ at }) => at[clock] > from - step);
  if (next === -1) next = sorted.length;
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, number) => {
    const moment = from + number * step;
    const events: ReplayedEvent[] = [];
    for (; next < sorted.length && sorted[next]!.at[clock] <= moment; next++) events.push(sorted[next]!.event);
    return { moment, offset: head, events };
  });
};

/** Where two stops stand to each other: by moment, then by position. */
export const compareStops = (a: Pick<Stop, 'moment' | 'offset'>, b: Pick<Stop, 'moment' | 'offset'>): number =>
  a.moment - b.moment || a.offset - b.offset;
