export {
  CommandConflict,
  type CommandOutcome,
  type CommandRequest,
  type Handling,
  KeyReused,
  type Preview,
  type Turn,
  VersionMismatch,
} from './command.js';
export { CommandHandler } from './command-handler.js';
export { commandId, eventId } from './command-id.js';
export {
  type Commit,
  type CommitEvent,
  CommitTooLarge,
  type Condition,
  decodeRecord,
  type Decoded,
  encodeCommit,
  LOG_KEY,
  type LogMarker,
  UnknownNumber,
} from './commit.js';
export { emptyRecord } from './empty-record.js';
export { inTime } from './in-time.js';
export {
  type EventCodec,
  eventCodec,
  type EventSchemas,
  storable,
  storableText,
  type StoredEvent,
  type StoredShape,
  type Upcast,
} from './event-codec.js';
export {
  type Deliver,
  type EventLog,
  type Following,
  type FollowingState,
  type FollowOptions,
  LogHalted,
  type LogRecord,
  LogUnavailable,
  type NewRecord,
  NotAppended,
  type PartitionEnds,
  type TakenUp,
} from './event-log.js';
export { inMemoryEventLog } from './in-memory-event-log.js';
export type { KafkaSettings } from './kafka/kafka-client.js';
export { openKafkaEventLog } from './kafka/kafka-event-log.js';
export { ensureTopic } from './kafka/topic.js';
export { type BrokerFolders, inspectTopic, type TopicInspection } from './kafka/topic-inspection.js';
export { TopicSeeding } from './kafka/topic-seeding.js';
export { partitionOf } from './partitioner.js';
export {
  type CommitPosition,
  type EventPosition,
  formatEventPosition,
  formatPosition,
  formatPositions,
  parsePosition,
  parsePositions,
} from './position.js';
export type { CommandVerdict, ExpectedVerdict, Loaded, Recalled, RecordStore, StreamEvent, ToldVerdict } from './record-store.js';
export type { RecordedEvent, Unreadable } from './recorded-event.js';
