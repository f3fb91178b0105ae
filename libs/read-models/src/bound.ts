import { boundMs, iso, type Occurred } from '../../situations/src/index.js';

/** When a bound of what a fact holds for begins (`start`) or is over (`end`): a day is one of the zone that its source states. Throws RangeError. */
export const bound = (text: string, side: 'start' | 'end', { zone }: Occurred): string => {
  const ms = boundMs(text, side, zone);
  if (ms === undefined) throw new RangeError(`not a time: ${text}`);
  return iso(ms);
};
