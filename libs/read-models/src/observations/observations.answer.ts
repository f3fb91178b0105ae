import type { Confidence, Occurred, ObservationKind, Place, Published, Source } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';

/** Another known report on the same subject and day that says otherwise. */
export type CompetingReport = {
  eventId: string;
  observationId: string;
  value: Json;
  since: string;
  source: Source;
  confidence: Confidence;
};

export type Observation = {
  kind: ObservationKind;
  subject: string;
  observationId: string;
  eventId: string;
  /** `{status: 'unknown'}` from the end of its validity. */
  value: Json;
  since: string;
  validTo: string | null;
  place: Place | null;
  summary: string | null;
  occurred: Occurred;
  publishedAt: Published | null;
  observedAt: string | null;
  recordedAt: string;
  source: Source;
  confidence: Confidence;
  remarks: readonly string[];
  /** `<partition>-<offset>.<index>` */
  position: string;
  stream: string;
  /** Version of the stream at the position asked. */
  version: number;
  competing: CompetingReport[];
};

export type ObservationFilter = { kind?: ObservationKind; subject?: string };
