export { openMetrics } from './metrics.js';
export {
  asFollower,
  isLive,
  lagOf,
  type Reason,
  type ReasonCode,
  reasonsOf,
  replicaLagOf,
  standingStill,
  type StandingStill,
} from './readiness.js';
export { type ParkedModel, type PartitionSample, type ReplicaSample, type Sample, takeSample } from './sample.js';
export { Watch } from './watch.js';
