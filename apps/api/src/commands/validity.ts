import { boundMs, type Occurred, occurredRange } from '../../../../libs/situations/src/index.js';
import { check } from '../http/fields.js';

type Valid = { occurred: Occurred; validFrom?: string; validTo: string };

/** On `validTo`. What is malformed is told of itself. */
export const endsAfterItBegins = check('valid-range', 'is not after it begins to hold', (_, of) => {
  const { occurred, validFrom, validTo } = of as Valid;
  try {
    const start = validFrom === undefined ? occurredRange(occurred).start : boundMs(validFrom, 'start', occurred.zone);
    const end = boundMs(validTo, 'end', occurred.zone);
    return start === undefined || end === undefined || end > start;
  } catch {
    return true;
  }
});
