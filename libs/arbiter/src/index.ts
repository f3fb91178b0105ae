export { acceptedGaps, type AcceptedGap, acceptGap } from './accepted-gaps.queries.js';
export { acceptedLog } from './accepted-log.js';
export { archivedBetween } from './accepted-log.queries.js';
export { Arbiter, type ArbiterSettings } from './arbiter.js';
export { type Batch, decodeAll, judgeAll, touchedBy } from './batch.js';
export { PartitionFold } from './fold.js';
export { inMemoryRecordStore } from './in-memory-record-store.js';
export { checkLog, judgedUpTo, recordIsBegun } from './log-check.js';
export { PostgresRecordStore } from './postgres-record-store.js';
