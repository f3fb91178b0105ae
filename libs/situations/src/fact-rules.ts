import { Rejected } from '../../decider/src/index.js';
import type { Fact, Occurred, Place, Precision, Published } from './fact.js';
import { boundMs, occurredRange, rangeOf } from './times.js';

// Each rule throws Rejected. `path` leads to the value, from the command: `` or `notice`, `claims.0`.

const under = (path: string, field: string) => (path === '' ? field : `${path}.${field}`);
const quoted = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** One segment of a stream's name: no slash, no space. */
const ID = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._:~-]{0,99}$/u;

export const checkId = (id: string, field: string): void => {
  if (!ID.test(id)) throw new Rejected('id-malformed', `${quoted(id)} is no id: 1 to 100 letters, digits and . _ : ~ -`, field);
};

/** ISO 3166-1 alpha-2. */
export const checkDestination = (code: string, field: string): void => {
  if (!/^[A-Z]{2}$/.test(code)) throw new Rejected('destination-malformed', `${quoted(code)} is no ISO 3166-1 alpha-2 code`, field);
};

export const checkText = (text: string, field: string): void => {
  if (text.trim() === '') throw new Rejected('text-missing', `${field} must say something`, field);
};

const WRITTEN: Record<Precision, string> = {
  instant: 'an RFC 3339 time with offset',
  minute: 'an RFC 3339 time with offset',
  hour: 'an RFC 3339 time with offset',
  day: 'a day YYYY-MM-DD',
  month: 'a month YYYY-MM',
  year: 'a year YYYY',
};

/** The start of the time written, in milliseconds. */
export const checkTime = (text: string, precision: Precision, field: string, zone?: string): number => {
  const range = rangeOf(text, precision, zone);
  if (range === undefined) throw new Rejected('time-malformed', `${quoted(text)} is not ${WRITTEN[precision]}`, field);
  return range.start;
};

const checkZone = (zone: string | undefined, field: string): void => {
  if (zone !== undefined && rangeOf('2000', 'year', zone) === undefined) {
    throw new Rejected('time-malformed', `${quoted(zone)} is not a UTC offset such as +01:00`, field);
  }
};

const checkOccurred = ({ from, to, precision, zone }: Occurred, path: string): void => {
  checkZone(zone, under(path, 'zone'));
  const start = checkTime(from, precision, under(path, 'from'), zone);
  if (to !== undefined && checkTime(to, precision, under(path, 'to'), zone) < start) {
    throw new Rejected('occurred-range', `${quoted(to)} is before ${quoted(from)}`, under(path, 'to'));
  }
};

const checkPublished = ({ at, precision, notAfter, zone }: Published, path: string): void => {
  checkZone(zone, under(path, 'zone'));
  const start = checkTime(at, precision, under(path, 'at'), zone);
  if (notAfter !== undefined && checkTime(notAfter, 'instant', under(path, 'notAfter')) < start) {
    throw new Rejected('published-range', `${quoted(notAfter)} is before ${quoted(at)} begins`, under(path, 'notAfter'));
  }
};

/** When the source published and when we saw: what a fact, a claim and a retraction may state. */
export const checkSighting = ({ publishedAt, observedAt }: Pick<Fact, 'publishedAt' | 'observedAt'>, path = ''): void => {
  if (publishedAt !== undefined) checkPublished(publishedAt, under(path, 'publishedAt'));
  if (observedAt !== undefined) checkTime(observedAt, 'instant', under(path, 'observedAt'));
};

export const checkFact = (fact: Fact, path = ''): void => {
  checkOccurred(fact.occurred, under(path, 'occurred'));
  checkSighting(fact, path);
};

export const checkPlace = ({ lat, lon }: Place, path: string): void => {
  if ((lat === undefined) !== (lon === undefined)) {
    throw new Rejected(
      'coordinates-range',
      'a latitude needs a longitude, and the other way round',
      under(path, lat === undefined ? 'lat' : 'lon'),
    );
  }
  if (lat !== undefined && !(Math.abs(lat) <= 90))
    throw new Rejected('coordinates-range', `latitude ${lat} is beyond ±90`, under(path, 'lat'));
  if (lon !== undefined && !(Math.abs(lon) <= 180))
    throw new Rejected('coordinates-range', `longitude ${lon} is beyond ±180`, under(path, 'lon'));
};

/** From when to when a fact holds: after `occurred` was checked. */
export const checkValidity = (fact: { occurred: Occurred; validFrom?: string; validTo?: string }, path = ''): void => {
  const { occurred, validFrom, validTo } = fact;
  const bound = (text: string, side: 'start' | 'end', field: string) => {
    const ms = boundMs(text, side, occurred.zone);
    if (ms === undefined)
      throw new Rejected('time-malformed', `${quoted(text)} is neither an RFC 3339 time with offset nor a day`, under(path, field));
    return ms;
  };
  const start = validFrom === undefined ? occurredRange(occurred).start : bound(validFrom, 'start', 'validFrom');
  if (validTo !== undefined && bound(validTo, 'end', 'validTo') <= start) {
    throw new Rejected('valid-range', `${quoted(validTo)} is not after ${quoted(validFrom ?? occurred.from)}`, under(path, 'validTo'));
  }
};

/** `from` and `to` are instants, `to` the same or later. */
export const checkSpan = (from: string, to: string): void => {
  if (checkTime(to, 'instant', 'to') < checkTime(from, 'instant', 'from')) {
    throw new Rejected('valid-range', `${quoted(to)} is before ${quoted(from)}`, 'to');
  }
};
