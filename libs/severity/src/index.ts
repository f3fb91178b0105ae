export {
  BANDS,
  type Band,
  COMPONENT_IDS,
  type Component,
  type ComponentId,
  type ComponentInput,
  type Contribution,
  type Score,
  type Severity,
  type SeverityPoint,
} from './answer.js';
export type {
  IncidentInput,
  ObservationInput,
  SeverityInput,
  SeverityParameters,
  StoredIncidentInput,
  StoredObservationInput,
  StoredSeverityInput,
} from './inputs.js';
