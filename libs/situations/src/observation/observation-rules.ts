import { Rejected } from '../../../decider/src/index.js';
import { checkFact, checkId, checkPlace, checkText, checkValidity } from '../fact-rules.js';
import { TIME_FORMATS } from '../time-formats.js';
import type { ObservationRecorded, Observed } from './observation.events.js';

const CLOCK = new RegExp(TIME_FORMATS.clock);

/** Throws Rejected, naming the field at fault. */
export const checkObservation = (event: ObservationRecorded): void => {
  checkId(event.observationId, 'observationId');
  checkId(event.subject, 'subject');
  checkFact(event);
  checkValidity(event);
  if (event.place !== undefined) checkPlace(event.place, 'place');
  checkValue(event);
};

const invalid = (message: string, field: string) => new Rejected('value-invalid', message, `value.${field}`);

/** What the type of the value cannot say. */
const checkValue = (observed: Observed): void => {
  switch (observed.kind) {
    case 'corridor-status':
    case 'airport-status':
    case 'blockade-status':
    case 'fuel-availability':
    case 'rationing':
    case 'schools':
    case 'carrier-status':
      return;
    case 'fuel-inflow':
      if ('status' in observed.value) return;
      if (!(observed.value.tankersPerDay >= 0)) throw invalid('fewer than no tankers a day', 'tankersPerDay');
      return;
    case 'fuel-price': {
      if ('status' in observed.value) return;
      const { currency, high, low, normal } = observed.value;
      if (!/^[A-Z]{3}$/.test(currency)) throw invalid('not an ISO 4217 code', 'currency');
      for (const [name, price] of Object.entries({ low, high, normal })) {
        if (price !== undefined && !(price >= 0)) throw invalid('a price below nothing', name);
      }
      if (high !== undefined && low > high) throw invalid(`low ${low} is above high ${high}`, 'low');
      return;
    }
    case 'power':
      if ('status' in observed.value) return;
      if (!(observed.value.hoursPerDay >= 0 && observed.value.hoursPerDay <= 24)) throw invalid('a day has 0 to 24 hours', 'hoursPerDay');
      return;
    case 'curfew':
      if ('status' in observed.value) return;
      for (const side of ['from', 'to'] as const) {
        if (!CLOCK.test(observed.value[side])) throw invalid('not a local time HH:MM', side);
      }
      return;
    case 'context':
      checkText(observed.value.text, 'value.text');
  }
};
