export { openMetrics } from './metrics.js';
export { isLive, lagOf, type Reason, type ReasonCode, reasonsOf, standingStill, type StandingStill } from './readiness.js';
export { type ParkedModel, type PartitionSample, type Sample, takeSample } from './sample.js';
export { Watch } from './watch.js';
