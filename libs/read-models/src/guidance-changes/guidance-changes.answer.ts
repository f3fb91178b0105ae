import type { Confidence, Occurred, Published, Source } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import type { FacetName } from '../travel-status/travel-status.answer.js';

/** `before` is null where the authority had stated nothing. */
export type FacetChange = { before: Json; after: Json };

export type GuidanceChange = {
  eventId: string;
  noticeId: string;
  authority: string;
  destination: string;
  seq: number;
  /** What was in force when we first looked, not a change. */
  firstSight: boolean;
  kind: 'material' | 'minor' | 'silent';
  noteUnderstates: boolean;
  /** The publisher's own words; null where it published without a word or none are recorded. */
  note: string | null;
  summary: string | null;
  facets: { [Facet in FacetName]?: FacetChange };
  occurred: Occurred;
  /** From when it is in force: its own start, or that of a notice of lower seq of its authority's day where later. */
  validFrom: string;
  publishedAt: Published | null;
  observedAt: string | null;
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

export type GuidanceFilter = { authority?: string; facet?: FacetName; understatedOnly?: boolean };
