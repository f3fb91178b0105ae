export {
  type Band,
  BANDS,
  type Component,
  COMPONENT_IDS,
  type ComponentId,
  type ComponentInput,
  type Contribution,
  type Score,
  type Severity,
  type SeverityPoint,
} from './answer.js';
export { bandsFold } from './band.js';
export { type DecayCause, type DeltaItem, type DeltaSide, severityDelta, type SeverityDelta } from './delta.js';
export { DISCLAIMER, FORMULA, TTL_DAYS, WEIGHTS } from './formula.js';
export { severityHistory } from './history.js';
export type {
  IncidentInput,
  ObservationInput,
  SeverityInput,
  SeverityParameters,
  StoredIncidentInput,
  StoredObservationInput,
  StoredSeverityInput,
} from './inputs.js';
export { severity, severityAt } from './severity.js';
