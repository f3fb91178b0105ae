import type { Confidence, Fact, Grade, Occurred, Precision, Published } from './fact.js';
import { TIME_FORMATS } from './time-formats.js';

/** A half-open range of instants [start, end) in milliseconds since the epoch; a point where start = end. */
export type Range = { readonly start: number; readonly end: number };

const FORMS = {
  year: new RegExp(TIME_FORMATS.year),
  month: new RegExp(TIME_FORMATS.month),
  day: new RegExp(TIME_FORMATS.day),
  instant: new RegExp(TIME_FORMATS.instant),
  zone: new RegExp(TIME_FORMATS.zone),
};

/** Milliseconds by which the clocks of a UTC offset are ahead; undefined where malformed. */
const offsetMs = (zone = 'Z'): number | undefined => {
  if (!FORMS.zone.test(zone)) return undefined;
  if (zone === 'Z') return 0;
  const ms = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
  return zone.startsWith('-') ? -ms : ms;
};

/** Milliseconds of an RFC 3339 instant with offset; undefined where the text is none or names no real day. */
export const instantMs = (text: string): number | undefined => (FORMS.instant.test(text) ? Date.parse(text) : undefined);

/**
 * The range that `text` names at `precision`, its days, months and years being those of `zone` (UTC where absent).
 * Instants, minutes and hours are points, read with their own offset. Undefined where text or zone is malformed.
 */
export const rangeOf = (text: string, precision: Precision, zone?: string): Range | undefined => {
  const offset = offsetMs(zone);
  if (offset === undefined) return undefined;
  switch (precision) {
    case 'instant':
    case 'minute':
    case 'hour': {
      const at = instantMs(text);
      return at === undefined ? undefined : { start: at, end: at };
    }
    case 'day':
    case 'month':
    case 'year': {
      if (!FORMS[precision].test(text)) return undefined;
      const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
      const plus = (unit: Precision) => (precision === unit ? 1 : 0);
      const end = Date.UTC(year + plus('year'), month - 1 + plus('month'), day + plus('day'));
      return { start: Date.UTC(year, month - 1, day) - offset, end: end - offset };
    }
  }
};

const must = <T>(value: T | undefined, text: string): T => {
  if (value === undefined) throw new RangeError(`not a time: ${text}`);
  return value;
};

/** From the start of the first to the end of the last thing that `occurred` names. Throws RangeError where malformed. */
export const occurredRange = ({ from, to, precision, zone }: Occurred): Range => {
  const first = must(rangeOf(from, precision, zone), from);
  const last = to === undefined ? first : must(rangeOf(to, precision, zone), to);
  return { start: first.start, end: last.end };
};

/** When the public could know it: a coarse time counts from its end, or from `notAfter` where that is earlier. Throws RangeError where malformed. */
export const publishedMs = ({ at, precision, zone, notAfter }: Published): number => {
  const { end } = must(rangeOf(at, precision, zone), at);
  return notAfter === undefined ? end : Math.min(end, must(instantMs(notAfter), notAfter));
};

/** The moment from which a fact counts on the published clock: publishedAt, else observedAt, else recordedAt. Throws RangeError where malformed. */
export const knownToPublicMs = (fact: Pick<Fact, 'publishedAt' | 'observedAt'>, recordedAt: string): number => {
  if (fact.publishedAt !== undefined) return publishedMs(fact.publishedAt);
  const seen = fact.observedAt ?? recordedAt;
  return must(instantMs(seen), seen);
};

/**
 * The calendar day (`YYYY-MM-DD`) on which `occurred.from` begins: the day within which `seq` orders notices. It is a day of `zone`, and
 * a UTC day where no zone is stated, whatever offset an instant is written with: else a day and an instant of one authority could
 * fall on days that do not compare. Throws RangeError where malformed.
 */
export const dayOf = ({ from, precision, zone }: Occurred): string => {
  const { start } = must(rangeOf(from, precision, zone), from);
  return iso(start + must(offsetMs(zone), from)).slice(0, 10);
};

/** The instant that opens (`start`) or closes (`end`) a bound written as an RFC 3339 instant or as a whole day of `zone`. Undefined where malformed. */
export const boundMs = (text: string, side: 'start' | 'end', zone?: string): number | undefined =>
  (rangeOf(text, 'day', zone) ?? rangeOf(text, 'instant', zone))?.[side];

export const DAY_MS = 86_400_000;

/** RFC 3339 in UTC with milliseconds. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Weight of a report in 0..1: high 1, medium 0.7, low 0.4. */
export const CONFIDENCE_WEIGHT: Record<Confidence, number> = { high: 1, medium: 0.7, low: 0.4 };

/**
 * Confidence as stated; else from the worse half of the Admiralty grade: A, B, 1, 2 high; C, 3 medium; below that low, which takes in
 * F and 6 (cannot be judged), since a report nobody could judge must not weigh like one that was. Medium where there is neither.
 */
export const confidenceOf = ({ confidence, source }: { confidence?: Confidence; source: { grade?: Grade } }): Confidence => {
  if (confidence !== undefined) return confidence;
  if (source.grade === undefined) return 'medium';
  const worst = Math.max('ABCDEF'.indexOf(source.grade.charAt(0)) + 1, Number(source.grade.charAt(1)));
  return worst <= 2 ? 'high' : worst === 3 ? 'medium' : 'low';
};
