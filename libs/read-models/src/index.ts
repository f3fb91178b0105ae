export type { DomainEvent } from '../../situations/src/index.js';
export type { AsOf, Clock } from './as-of.js';
export { changesOf, type PlacedChange, type ProjectionChanges } from './changes-of.js';
export { LIVE_PROJECTIONS, liveProjections, PROJECTIONS } from './live-projections.js';
export { type ModelName, MODELS } from './models.js';
export { asOfCursor, MalformedCursor, type Page, type PageRequest } from './page.js';
export type { Change, Json, Projection } from './projection.js';

export { applyChanges, changeStatements } from './postgres/apply-changes.js';
export { batchIs, beginBatch, oneWithin } from './postgres/batch-transaction.js';
export { type CommandRow, Commands, type EventRow, Events } from './postgres/core.tables.js';
export { DatabaseIsNewer, migrate, openDatabase, poolOf, refuseNewer } from './postgres/data-source.js';
export { headsOfAll } from './postgres/heads.queries.js';
export { modelPositions, shownTables, type SituationStanding, situationStanding } from './postgres/model-position.js';
export type { Queryable } from './postgres/queryable.js';
export { Replica, ReplicaRefused, ReplicaUnavailable } from './postgres/replica.js';

export type { AcceptedEvents, Offsets, TakeEvents } from './rebuild/accepted-events.js';
export { approveRebuild, askRebuild, dropRebuild, oneRebuild, rollBackRebuild } from './rebuild/ask.js';
export { buildReadModels, dropReadModels } from './rebuild/build.js';
export { ProjectionFailed } from './rebuild/bulk-load.js';
export { planRebuild, type RebuildPlan } from './rebuild/plan.js';
export {
  type Comparison,
  type Difference,
  type Rebuild,
  RebuildRefused,
  type RebuildState,
  type RebuiltModel,
  WORKING,
} from './rebuild/rebuild.model.js';
export { judgedOffsets, listRebuilds, liveVersions, rebuildsIn } from './rebuild/rebuilds.queries.js';
export { type ProjectionStanding, projectionStandings } from './rebuild/standings.queries.js';
export { digestRows, type RowsDigest } from './rebuild/rows-digest.queries.js';
export { giveUpRebuild, runRebuild } from './rebuild/run-rebuild.js';
export type { Target } from './rebuild/target.tables.js';
export { lockRebuild, lockedRebuilds, MOST_AT_ONCE } from './rebuild/worker-lock.js';
export type { RebuildTools } from './rebuild/tools.js';

export { RecentlyUsed } from './recently-used.js';
export { RememberedRows } from './blockade-severity/remembered-rows.js';
export { severityDelta, severityHistory, severityNow } from './blockade-severity/blockade-severity.queries.js';
export type { BlastRadius, IncidentTold, Period } from './blast-radius/blast-radius.answer.js';
export { blastRadius } from './blast-radius/blast-radius.js';
export type { Hypothesis } from './blast-radius/rehearsal.js';
export type {
  AuthorityLag,
  DecisionLag,
  LagByKind,
  LagFilter,
  Reaction,
  Reversal,
  TimeInForce,
  TriggerLag,
} from './decision-lag/decision-lag.answer.js';
export { decisionLag, TooManyTriggers } from './decision-lag/decision-lag.queries.js';
export { LAG_RULES } from './decision-lag/definitions.js';
export { AUDIT_RULES } from './guidance-changes/change.js';
export { type Axis, type Diff, DIFF_KINDS, type DiffItem, type DiffKind, type Standing, type Unchanged } from './diff/diff.answer.js';
export { diff } from './diff/diff.queries.js';
export type { DiffRequest } from './diff/diff.request.js';
export { daysOf } from './fork/days.js';
export { EditRefused, type Edits, type Selection, type Shift } from './fork/edits.js';
export { fork, type ForkPeriod, type History } from './fork/fork.js';
export type { EditedEvent, FactDifference, ForkCourse, ForkDay, LostEvent, ScoreDifference } from './fork/fork.answer.js';
export type {
  FacetChange,
  GuidanceChange,
  GuidanceChangeInFull,
  GuidanceFilter,
  SectionChange,
  SectionDiff,
  Understatement,
} from './guidance-changes/guidance-changes.answer.js';
export { guidanceChange, guidanceChanges } from './guidance-changes/guidance-changes.queries.js';
export type { DiffLine, Hunk, WordChange } from './guidance-changes/text-diff.js';
export type { ClaimedFigure, FigureAnswer, Incident, IncidentFilter, StandingClaim, UsedFigure } from './incidents/incidents.answer.js';
export type { DuplicateCandidate } from './incidents/duplicates.answer.js';
export { incidentDuplicates } from './incidents/duplicates.queries.js';
export { incident, incidents } from './incidents/incidents.queries.js';
export { Course, type ReplayStep } from './replay/course.js';
export { digestOfFacts } from './replay/digest.js';
export { eventsOf, ownPosition, TooManyEvents } from './replay/events.queries.js';
export { type Fact, FACT_MODELS } from './replay/facts.js';
export { type FactChange, type Frame, standingAt } from './replay/frame.js';
export { REPLAY_CLOCKS, type ReplayClock, type ReplayedEvent } from './replay/moments.js';
export { compareStops, type Stop } from './replay/stops.js';
export type { CompetingReport, Observation, ObservationFilter } from './observations/observations.answer.js';
export { observations } from './observations/observations.queries.js';
export type { SituationAnswer, SituationSummary } from './situations/situations.answer.js';
export { listSituations, situation } from './situations/situations.queries.js';
export type { Source, SourceCheck } from './sources/sources.answer.js';
export { listSources, sourcesById } from './sources/sources.queries.js';
export type { TimelineEntry, TimelineFilter } from './timeline/timeline.answer.js';
export { timelineEntries } from './timeline/timeline.queries.js';
export {
  type AuthorityStatus,
  type CombinedFacet,
  type CombinedLevel,
  type CombinedStatus,
  type FacetAnswer,
  type FacetAnswers,
  type FacetName,
  FACETS,
  type LevelAnswer,
  type Loser,
  type TravelStatus,
} from './travel-status/travel-status.answer.js';
export { RememberedStatuses } from './travel-status/remembered-statuses.js';
export { StatedKeys } from './travel-status/stated-keys.js';
export { type StatusFilter, travelStatus } from './travel-status/travel-status.queries.js';
export { type Step, STEPS } from './steps.js';
