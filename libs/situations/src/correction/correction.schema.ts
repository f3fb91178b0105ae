import { NOTICE_1, NOTICE_2 } from '../advisory/advisory.schema.js';
import { INSTANT, PUBLISHED } from '../fact.schema.js';
import { CLAIM_ADDED, CLAIM_REVISED, INCIDENT_REPORTED } from '../incident/incident.schema.js';
import { allOf, anyOf, type JsonSchema, NAME, objectOf, oneOfValues, TEXT } from '../json-schema.js';
import { OBSERVATION_RECORDED } from '../observation/observation.schema.js';
import type { Correctable, FactCorrected, FactRetracted } from './correction.events.js';

type Data<Event> = Omit<Event, 'type'>;

const CAUSE = oneOfValues('transcription', 'source-revised');

/** A replacement carries no number of its own: it has the shape that its type had when the correction had this number. */
const replacement = (notice: JsonSchema): JsonSchema => {
  const shapes: Record<Correctable['type'], JsonSchema> = {
    AdvisoryObserved: notice,
    AdvisoryChanged: notice,
    IncidentReported: INCIDENT_REPORTED,
    ClaimAdded: CLAIM_ADDED,
    ClaimRevised: CLAIM_REVISED,
    ObservationRecorded: OBSERVATION_RECORDED,
  };
  return anyOf(
    ...Object.entries(shapes).map(([type, schema]) => allOf(objectOf<{ type: string }>({ type: oneOfValues(type) }, {}), schema)),
  );
};

const factCorrected = (notice: JsonSchema): JsonSchema =>
  objectOf<Data<FactCorrected>>({ corrects: NAME, replacement: replacement(notice), reason: TEXT, cause: CAUSE }, {});

export const FACT_CORRECTED_1 = factCorrected(NOTICE_1);
export const FACT_CORRECTED_2 = factCorrected(NOTICE_2);
export const FACT_RETRACTED = objectOf<Data<FactRetracted>>(
  { retracts: NAME, reason: TEXT, cause: CAUSE },
  { publishedAt: PUBLISHED, observedAt: INSTANT },
);
