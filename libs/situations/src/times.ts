import type { Confidence, Fact, Grade, Occurred, Precision, Published } from './fact.js';

/** A half-open range of instants [start, end) in milliseconds since the epoch. */
export type Range = { readonly start: number; readonly end: number };

const RANGE_SHAPES: Partial<Record<Precision, RegExp>> = {
  day: /^(\d{4})-(\d{2})-(\d{2})$/,
  month: /^(\d{4})-(\d{2})$/,
  year: /^(\d{4})$/,
};
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

const offsetMs = (zone: string | undefined): number => {
  if (zone === undefined || zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
};

/** Milliseconds of an RFC 3339 instant with offset; undefined where the text is none or names no real day. */
export const instantMs = (text: string): number | undefined => {
  if (!INSTANT.test(text)) return undefined;
  const ms = Date.parse(text);
  // Date.parse takes 30 February for 2 March.
  return Number.isNaN(ms) || dayRange(text.slice(0, 10)) === undefined ? undefined : ms;
};

/** The range that `text` names at `precision`; instants, minutes and hours are points (start = end). Undefined where malformed. */
export const rangeOf = (text: string, precision: Precision, zone?: string): Range | undefined => {
  const shape = RANGE_SHAPES[precision];
  if (shape === undefined) {
    const at = instantMs(text);
    return at === undefined ? undefined : { start: at, end: at };
  }
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [
    Number(match[1]),
    match[2] === undefined ? 0 : Number(match[2]) - 1,
    match[3] === undefined ? 1 : Number(match[3]),
  ];
  const start = Date.UTC(year, month, day);
  const named = new Date(start);
  if (named.getUTCFullYear() !== year || named.getUTCMonth() !== month || named.getUTCDate() !== day) return undefined;
  const end =
    precision === 'day' ? Date.UTC(year, month, day + 1) : precision === 'month' ? Date.UTC(year, month + 1) : Date.UTC(year + 1, 0);
  return { start: start - offsetMs(zone), end: end - offsetMs(zone) };
};

const dayRange = (text: string): Range | undefined => rangeOf(text, 'day');

const must = (range: Range | undefined, text: string): Range => {
  if (range === undefined) throw new RangeError(`not a time: ${text}`);
  return range;
};

/** From the start of the first to the end of the last thing that `occurred` names. Throws RangeError where malformed. */
export const occurredRange = ({ from, to, precision, zone }: Occurred): Range => {
  const first = must(rangeOf(from, precision, zone), from);
  const last = to === undefined ? first : must(rangeOf(to, precision, zone), to);
  return { start: first.start, end: last.end };
};

/** When the public could know it: a coarse time counts from its end, or from `notAfter` where that is earlier. */
export const publishedMs = ({ at, precision, zone, notAfter }: Published): number => {
  const { end } = must(rangeOf(at, precision, zone), at);
  return notAfter === undefined ? end : Math.min(end, must(rangeOf(notAfter, 'instant'), notAfter).end);
};

/** The moment from which a fact counts on the published clock: publishedAt, else observedAt, else recordedAt. */
export const knownToPublicMs = (fact: Pick<Fact, 'publishedAt' | 'observedAt'>, recordedAt: string): number => {
  if (fact.publishedAt !== undefined) return publishedMs(fact.publishedAt);
  const seen = fact.observedAt ?? recordedAt;
  return must(rangeOf(seen, 'instant'), seen).end;
};

/** The calendar day (`YYYY-MM-DD`) of `occurred.from` in the zone of its source: the day within which `seq` orders notices. */
export const dayOf = ({ from, precision, zone }: Occurred): string => {
  if (precision === 'day') return from;
  const { start } = must(rangeOf(from, precision, zone), from);
  return new Date(start + offsetMs(zone)).toISOString().slice(0, 10);
};

/** The instant that opens (`start`) or closes (`end`) a bound written as an RFC 3339 instant or as a whole day. */
export const boundMs = (text: string, side: 'start' | 'end'): number | undefined => (dayRange(text) ?? rangeOf(text, 'instant'))?.[side];

export const iso = (ms: number): string => new Date(ms).toISOString();

/** Weight of a report in 0..1: high 1, medium 0.7, low 0.4. */
export const CONFIDENCE_WEIGHT: Record<Confidence, number> = { high: 1, medium: 0.7, low: 0.4 };

/** Confidence as stated; else from the Admiralty grade (A1–B2 high, to C3 medium, worse low); else medium. */
export const confidenceOf = ({ confidence, source }: { confidence?: Confidence; source: { grade?: Grade } }): Confidence => {
  if (confidence !== undefined) return confidence;
  if (source.grade === undefined) return 'medium';
  const [reliability, credibility] = [source.grade.charCodeAt(0) - 64, Number(source.grade[1])];
  const worst = Math.max(reliability, credibility);
  return worst <= 2 ? 'high' : worst === 3 ? 'medium' : 'low';
};
