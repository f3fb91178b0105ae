import type { Fact, Occurred, Place, Precision, Published, Source } from './fact.js';
import { allOf, anyOf, type JsonSchema, listOf, matching, NAME, NUMBER, objectOf, oneOfValues, TEXT } from './json-schema.js';
import { TIME_FORMATS } from './time-formats.js';

export const INSTANT = matching(TIME_FORMATS.instant);
export const DAY = matching(TIME_FORMATS.day);
export const BOUND = matching(TIME_FORMATS.bound);
const ZONE = matching(TIME_FORMATS.zone);

const PRECISIONS = {
  instant: TIME_FORMATS.instant,
  minute: TIME_FORMATS.instant,
  hour: TIME_FORMATS.instant,
  day: TIME_FORMATS.day,
  month: TIME_FORMATS.month,
  year: TIME_FORMATS.year,
} satisfies Record<Precision, string>;

/** `fields` are written to the precision that stands beside them. */
const toPrecision = (...fields: readonly string[]): JsonSchema =>
  anyOf(
    ...Object.entries(PRECISIONS).map(([precision, format]) => ({
      type: 'object',
      properties: { precision: { const: precision }, ...Object.fromEntries(fields.map((field) => [field, matching(format)])) },
    })),
  );

const OCCURRED = allOf(
  objectOf<Occurred>({ from: TEXT, precision: TEXT }, { to: TEXT, zone: ZONE, original: TEXT }),
  toPrecision('from', 'to'),
);

export const PUBLISHED = allOf(
  objectOf<Published>(
    { at: TEXT, precision: TEXT, basis: oneOfValues('stated', 'assumed') },
    { notAfter: INSTANT, zone: ZONE, original: TEXT },
  ),
  toPrecision('at'),
);

export const SOURCE = objectOf<Source>(
  { id: NAME, title: TEXT },
  { url: TEXT, grade: matching('^[A-F][1-6]$'), alsoSee: listOf(TEXT), evidence: TEXT },
);

export const CONFIDENCE = oneOfValues('high', 'medium', 'low');

export const FACT = objectOf<Fact>(
  { occurred: OCCURRED, source: SOURCE },
  { publishedAt: PUBLISHED, observedAt: INSTANT, confidence: CONFIDENCE, remarks: listOf(TEXT) },
);

export const PLACE = objectOf<Place>(
  { name: TEXT },
  { lat: NUMBER, lon: NUMBER, precision: oneOfValues('exact', 'approximate', 'region', 'country'), basis: TEXT },
);
