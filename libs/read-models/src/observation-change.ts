import { boundMs, iso, type ObservationRecorded, occurredRange } from '../../situations/src/index.js';
import type { Assert } from './projection.js';

const bound = (text: string, side: 'start' | 'end', zone: string | undefined): string => {
  const ms = boundMs(text, side, zone);
  if (ms === undefined) throw new RangeError(`not a time: ${text}`);
  return iso(ms);
};

/** When an observed value holds. Its day is that of its start, so that order by day is order by start. */
export const placeOfObservation = (event: ObservationRecorded): Pick<Assert, 'validFrom' | 'validTo' | 'day' | 'seq'> => {
  const { occurred, validTo } = event;
  const validFrom = event.validFrom === undefined ? iso(occurredRange(occurred).start) : bound(event.validFrom, 'start', occurred.zone);
  return {
    validFrom,
    ...(validTo !== undefined && { validTo: bound(validTo, 'end', occurred.zone) }),
    day: validFrom.slice(0, 10),
    seq: 0,
  };
};
