import type { AsOf } from '../as-of.js';
import { DAY_MS, iso } from '../../../situations/src/index.js';
import type { ReplayClock } from '../replay/moments.js';

/** A UTC day, and the question how things stood on it. */
export type Day = { readonly day: string; readonly asOf: Omit<AsOf, 'position'> };

/**
 * The UTC days of a period (milliseconds, both inclusive), each as it was known when it was over, of the world in its last millisecond: the next day
 * begins with its first. The last one ends where the period does. On the clock occurred everything is known.
 */
export const daysOf = (clock: ReplayClock, { from, to }: { from: number; to: number }): readonly Day[] => {
  const days: Day[] = [];
  for (let start = Math.floor(from / DAY_MS) * DAY_MS; start < to || days.length === 0; start += DAY_MS) {
    const whole = start + DAY_MS <= to;
    const [known, valid] = whole ? [start + DAY_MS, start + DAY_MS - 1] : [Math.max(from, to), Math.max(from, to)];
    const asked = clock === 'occurred' ? { clock: 'recorded' as const, knownAt: null } : { clock, knownAt: iso(known) };
    days.push({ day: iso(start).slice(0, 10), asOf: { ...asked, validAt: iso(valid) } });
  }
  return days;
};
