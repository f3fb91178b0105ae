import { type AdvisoryEvent, dayOf, iso, type Notice, occurredRange } from '../../situations/src/index.js';
import type { DomainEvent } from '../../situations/src/index.js';
import type { Unreadable } from '../../event-log/src/index.js';
import { bound } from './bound.js';
import type { Assert } from './projection.js';

export const isNotice = (event: DomainEvent | Unreadable): event is AdvisoryEvent =>
  event.type === 'AdvisoryObserved' || event.type === 'AdvisoryChanged';

/** `<authority>/<destination>`: key of the notices themselves, and before `/<facet>` that of what they say. */
export const advisoryKey = ({ authority, destination }: Pick<Notice, 'authority' | 'destination'>): string => `${authority}/${destination}`;

/** When a notice holds and where it stands among the others of its authority. */
export const placeOfNotice = ({ occurred, seq, validTo }: Notice): Pick<Assert, 'validFrom' | 'validTo' | 'day' | 'seq'> => ({
  validFrom: iso(occurredRange(occurred).start),
  ...(validTo !== undefined && { validTo: bound(validTo, 'end', occurred) }),
  day: dayOf(occurred),
  seq,
});
