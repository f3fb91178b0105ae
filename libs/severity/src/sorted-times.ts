/** How many of the ascending `times` hold `before`, where it holds for a first few of them and no other. */
const countWhile = (times: Float64Array, before: (time: number) => boolean): number => {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(times[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** How many of the ascending `times` are at most `at`. */
export const countUpTo = (times: Float64Array, at: number): number => countWhile(times, (time) => time <= at);
/** How many of the ascending `times` are below `at`. */
export const countBelow = (times: Float64Array, at: number): number => countWhile(times, (time) => time < at);

/** The greatest of the times up to each: ascending whatever their order. */
export const runningMax = (times: Float64Array): Float64Array => {
  let max = -Infinity;
  return times.map((time) => (max = Math.max(max, time)));
};

/** By code unit, the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
