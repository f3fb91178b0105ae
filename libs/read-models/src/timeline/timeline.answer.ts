import type { Confidence, Occurred, Place, Published, Source } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';

export type TimelineEntry = {
  eventId: string;
  /** `<partition>-<offset>.<index>` */
  position: string;
  stream: string;
  version: number;
  /** The event's type; `Unreadable` where this reader cannot read it. */
  type: string;
  /** `guidance`, an incident's or an observation's kind, `situation`, `source`; `unreadable`. */
  kind: string;
  /** What happened, in the report's words. */
  text: string;
  place: Place | null;
  actors: readonly string[];
  source: Source | null;
  confidence: Confidence | null;
  occurred: Occurred | null;
  /** Start of `occurred`, else of the publication, else when it was seen, else recorded. */
  validFrom: string;
  publishedAt: Published | null;
  observedAt: string | null;
  recordedAt: string;
  /** What is peculiar to the type: facets of a notice, figures of a claim, the value observed. */
  detail: Json;
  /** The correction or retraction by which it no longer stands, as known. */
  correctedBy: string | null;
};

export type TimelineFilter = {
  order: 'occurred' | 'recorded';
  /** Kind or event type. */
  kind?: string;
  /** Part of the place's name, in any case. */
  place?: string;
  /** Source id. */
  source?: string;
  /** Part of the text, in any case. */
  text?: string;
  /** RFC 3339 instants [from, to) on the axis of `order`. */
  from?: string;
  to?: string;
};
