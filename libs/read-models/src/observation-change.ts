import { iso, type ObservationRecorded, occurredRange } from '../../situations/src/index.js';
import { bound } from './bound.js';
import type { Assert } from './projection.js';

/** When an observed value holds. Its day is that of its start, so that order by day is order by start. */
export const placeOfObservation = (event: ObservationRecorded): Pick<Assert, 'validFrom' | 'validTo' | 'day' | 'seq'> => {
  const { occurred, validTo } = event;
  const validFrom = event.validFrom === undefined ? iso(occurredRange(occurred).start) : bound(event.validFrom, 'start', occurred);
  return {
    validFrom,
    ...(validTo !== undefined && { validTo: bound(validTo, 'end', occurred) }),
    day: validFrom.slice(0, 10),
    seq: 0,
  };
};
