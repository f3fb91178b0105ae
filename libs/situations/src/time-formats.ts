// The texts that count as times, as regular expression sources: the rules and the schemas of stored events read the same ones, so that
// a stored event which is readable can always be placed in time.

/** 0100 to 9998: `Date.UTC` maps two-digit years to the 1900s, and the end of 9999 has five digits. */
const YEAR = String.raw`(?!00|9999)\d{4}`;
const MONTH = `${YEAR}-(?:0[1-9]|1[0-2])`;
const LEAP_YEAR = String.raw`(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)`;
const NO_SUCH_DAY = String.raw`(?!\d{4}-(?:02-30|(?:0[2469]|11)-31))(?!(?!${LEAP_YEAR})\d{4}-02-29)`;
const DAY = String.raw`${NO_SUCH_DAY}${MONTH}-(?:0[1-9]|[12]\d|3[01])`;
const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const ZONE = `(?:Z|[+-]${CLOCK})`;
/** RFC 3339 with offset. Leap seconds are refused: no clock here knows them. */
const INSTANT = String.raw`${DAY}T${CLOCK}:[0-5]\d(?:\.\d{1,9})?${ZONE}`;

const whole = (pattern: string) => `^(?:${pattern})$`;

export const TIME_FORMATS = {
  year: whole(YEAR),
  month: whole(MONTH),
  day: whole(DAY),
  instant: whole(INSTANT),
  /** A bound: an instant, or a whole day. */
  bound: whole(`${DAY}|${INSTANT}`),
  /** UTC offset. */
  zone: whole(ZONE),
  /** Hours and minutes of a day, without a zone. */
  clock: whole(CLOCK),
} as const;
