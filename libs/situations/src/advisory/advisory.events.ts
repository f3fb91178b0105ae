// These names and shapes are the storage format. Never edit one in place: add a schema number and an upcaster.
import type { Fact } from '../fact.js';

export type Level = {
  /** The authority's own value, as it writes it. */
  native: string;
  /** 1 (least) to 4 (most strict); null where the scheme does not order it. */
  rank: 1 | 2 | 3 | 4 | null;
  /** Whose scale `native` is on, by authority id. */
  scheme: string;
};

/** The separately tracked parts of an advisory. */
export type Facets = {
  level?: Level;
  scope?: 'country' | 'parts' | readonly string[];
  departure?: 'none' | 'authorized' | 'ordered' | 'staff-withdrawn' | 'lifted' | 'unknown';
  action?: 'none' | 'consider-leaving' | 'leave-now' | 'leave-if-safe' | 'shelter' | 'unknown';
  means?: 'commercial-air' | 'air' | 'road' | 'any' | 'unknown';
  airport?: 'open' | 'disrupted' | 'closed' | 'unknown';
  overland?: 'usable' | 'avoid' | 'unsafe' | 'unknown';
  services?: 'normal' | 'limited' | 'suspended' | 'unknown';
};

export type Notice = Fact & {
  noticeId: string;
  authority: string;
  /** ISO 3166-1 alpha-2. */
  destination: string;
  /** Order within the authority's day, from 1. */
  seq: number;
  /** Only those that this notice stated or changed. */
  facets: Facets;
  /** The publisher's own words about the change; null where it published the change without a word. */
  note?: string | null;
  /** What changed, in the recorder's words. */
  summary?: string;
  content?: { hash: string; sections: Readonly<Record<string, string>> };
  /** Id of the source that itself reports that the note tells less than the change. */
  understatedAccordingTo?: string;
  /** End of a time-limited notice: RFC 3339 instant, or the last day on which it holds. */
  validTo?: string;
};

/** First sight of an advisory: what was in force when we looked, not a change. */
export type AdvisoryObserved = { type: 'AdvisoryObserved' } & Notice;
export type AdvisoryChanged = { type: 'AdvisoryChanged' } & Notice;

export type AdvisoryEvent = AdvisoryObserved | AdvisoryChanged;
