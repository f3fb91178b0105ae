// These shapes are part of the storage format. Never edit one in place: add a schema number and an upcaster.

/** How exactly a time is known. A day is a range, never its midnight. */
export type Precision = 'instant' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/**
 * When something happened in the world, or from when guidance holds.
 * `from` and `to` are written to the precision: RFC 3339 with offset for instant, minute and hour;
 * `YYYY-MM-DD`, `YYYY-MM` or `YYYY` for the ranges day, month and year. `to` is inclusive at that precision.
 */
export type Occurred = {
  from: string;
  to?: string;
  precision: Precision;
  /** UTC offset such as `+01:00` of the days, months and years meant; UTC where absent. */
  zone?: string;
  /** The source's own wording, where it could not be kept otherwise (a time without offset). */
  original?: string;
};

/** When the source made the fact public. */
export type Published = {
  at: string;
  precision: Precision;
  /** `stated` by the source, or `assumed` by whoever recorded it (from the time it occurred). */
  basis: 'stated' | 'assumed';
  /** RFC 3339 instant by which it was certainly public; bounds a coarse `at`. */
  notAfter?: string;
  zone?: string;
  original?: string;
};

/** Admiralty grade: reliability of the source A–F, credibility of the item 1–6. */
export type Grade = `${'A' | 'B' | 'C' | 'D' | 'E' | 'F'}${1 | 2 | 3 | 4 | 5 | 6}`;

export type Source = {
  id: string;
  title: string;
  url?: string;
  grade?: Grade;
  /** Further addresses that carry the same report. */
  alsoSee?: readonly string[];
  /** Where the very text that was read is archived. */
  evidence?: string;
};

export type Confidence = 'high' | 'medium' | 'low';

/** What every recorded fact carries beside its content. */
export type Fact = {
  occurred: Occurred;
  publishedAt?: Published;
  /** RFC 3339 instant at which our importer saw it. */
  observedAt?: string;
  source: Source;
  confidence?: Confidence;
  /** What is to be known about the report itself: disputed dates, errors of other outlets. */
  remarks?: readonly string[];
};

export type Place = {
  name: string;
  /** WGS 84 decimal degrees. */
  lat?: number;
  lon?: number;
  precision?: 'exact' | 'approximate' | 'region' | 'country';
  /** How the coordinates were found. */
  basis?: string;
};
