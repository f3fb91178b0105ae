import { NOTICE } from '../advisory/advisory.schema.js';
import { INSTANT, PUBLISHED } from '../fact.schema.js';
import { CLAIM_ADDED, CLAIM_REVISED, INCIDENT_REPORTED } from '../incident/incident.schema.js';
import { allOf, anyOf, type JsonSchema, NAME, objectOf, oneOfValues, TEXT } from '../json-schema.js';
import { OBSERVATION_RECORDED } from '../observation/observation.schema.js';
import type { Correctable, FactCorrected, FactRetracted } from './correction.events.js';

type Data<Event> = Omit<Event, 'type'>;

const CAUSE = oneOfValues('transcription', 'source-revised');

const REPLACEMENTS: Record<Correctable['type'], JsonSchema> = {
  AdvisoryObserved: NOTICE,
  AdvisoryChanged: NOTICE,
  IncidentReported: INCIDENT_REPORTED,
  ClaimAdded: CLAIM_ADDED,
  ClaimRevised: CLAIM_REVISED,
  ObservationRecorded: OBSERVATION_RECORDED,
};

const REPLACEMENT = anyOf(
  ...Object.entries(REPLACEMENTS).map(([type, schema]) => allOf(objectOf<{ type: string }>({ type: oneOfValues(type) }, {}), schema)),
);

export const FACT_CORRECTED = objectOf<Data<FactCorrected>>({ corrects: NAME, replacement: REPLACEMENT, reason: TEXT, cause: CAUSE }, {});
export const FACT_RETRACTED = objectOf<Data<FactRetracted>>(
  { retracts: NAME, reason: TEXT, cause: CAUSE },
  { publishedAt: PUBLISHED, observedAt: INSTANT },
);
