import { DAY_MS, type Occurred, type Published } from '../../../../libs/situations/src/index.js';

// All times are told in UTC.

/** An instant: `2025-10-29 12:00 UTC`, with seconds where there are any. */
export const moment = (instant: string): string => {
  const text = new Date(instant).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, text.slice(17, 19) === '00' ? 16 : 19)} UTC`;
};

export const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10);

/** The start of what may be known to the day only: midnight is not told. */
export const since = (instant: string): string =>
  new Date(instant).toISOString().endsWith('T00:00:00.000Z') ? dayOf(instant) : moment(instant);

const isPoint = ({ precision }: { precision: Occurred['precision'] }): boolean => ['instant', 'minute', 'hour'].includes(precision);

/** As exactly as it is known: `2025-11`, `2025-11-08 to 2025-11-09`, `2025-10-30 21:01 UTC`. */
export const occurrence = (occurred: Occurred): string => {
  const one = (text: string): string => (isPoint(occurred) ? moment(text) : text);
  const { from, to } = occurred;
  return to === undefined || to === from ? one(from) : `${one(from)} to ${one(to)}`;
};

/** When its source made it public, and that this is assumed where it is. */
export const publication = (published: Published | null): string =>
  published === null
    ? 'not recorded'
    : `${isPoint(published) ? moment(published.at) : published.at}${published.basis === 'assumed' ? ' (assumed)' : ''}`;

/** A span in the two largest units: `3 d 4 h`, `12 min`, `40 s`. */
export const span = (seconds: number): string => {
  const units = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
};

/** Whole days from one instant to another. */
export const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** RFC 3339, whole days after an instant. */
export const daysAfter = (instant: string, days: number): string => new Date(Date.parse(instant) + days * DAY_MS).toISOString();

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
