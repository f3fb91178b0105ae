import type { Confidence, Occurred, Published, Source } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import type { FacetName } from '../travel-status/travel-status.answer.js';
import type { Hunk } from './text-diff.js';

/** `before` is null where the authority had stated nothing. */
export type FacetChange = { before: Json; after: Json };

/** A section of the pages that differs. Lines that are blank do not count. */
export type SectionChange = {
  title: string;
  change: 'added' | 'removed' | 'changed';
  /** So its title says. */
  aboutSafety: boolean;
  /** It says something else, not only in another form. */
  beyondFormatting: boolean;
  linesAdded: number;
  linesRemoved: number;
};
export type SectionDiff = SectionChange & { hunks: Hunk[] };

/** What the text of a notice changed. */
export type TextChange<Section = SectionChange> = {
  contentHash: string;
  /** The notice before it that gave its text; null where none did, so that nothing can be compared. */
  comparedWith: { eventId: string; noticeId: string } | null;
  sections: Section[];
};

/** Why a note tells less than the change: see change.ts. */
export type Understatement = {
  reason: 'asserted' | 'without-a-word' | 'called-editorial' | 'facets-not-named' | 'section-not-named';
  facets: FacetName[];
  sections: string[];
  /** In words, for people. */
  because: string;
};

export type GuidanceChange<Section = SectionChange> = {
  eventId: string;
  noticeId: string;
  authority: string;
  destination: string;
  seq: number;
  /** What was in force when we first looked, not a change. */
  firstSight: boolean;
  kind: 'material' | 'minor' | 'silent';
  noteUnderstates: boolean;
  understates: Understatement[];
  /** The publisher's own words; null where it published without a word or none are recorded. */
  note: string | null;
  summary: string | null;
  facets: { [Facet in FacetName]?: FacetChange };
  /** Null where the notice gave no text. */
  text: TextChange<Section> | null;
  occurred: Occurred;
  /** From when it is in force: its own start, or that of a notice of lower seq of its authority's day where later. */
  validFrom: string;
  /** Until when, of a time-limited notice. */
  validTo: string | null;
  publishedAt: Published | null;
  observedAt: string | null;
  /** From when the public could know it: published, else observed, else recorded. */
  publicFrom: string;
  recordedAt: string;
  /** From publication to record; null where the source states no publication. Publications known to a day count from its end. */
  delaySeconds: number | null;
  /** `<partition>-<offset>.<index>` */
  position: string;
  stream: string;
  version: number;
  source: Source;
  confidence: Confidence;
};

/** A change with the very lines that differ. */
export type GuidanceChangeInFull = GuidanceChange<SectionDiff>;

/** `from` and `to` (exclusive): RFC 3339, of `validFrom`. */
export type GuidanceFilter = { authority?: string; facet?: FacetName; understatedOnly?: boolean; from?: string; to?: string };
