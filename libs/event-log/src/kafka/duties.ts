/** Settings of the topic by their name in Kafka. */
export type Settings = Readonly<Record<string, string>>;

/** What the topic must promise, for a record that is kept for ever in the order and with the times that the broker gave. */
const ALWAYS: Settings = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'message.timestamp.type': 'LogAppendTime',
  'max.message.bytes': String(2 * 1024 * 1024),
};
const REPLICATED: Settings = { 'min.insync.replicas': '2', 'unclean.leader.election.enable': 'false' };
/** A single broker acknowledges before it syncs to disk, unless told to flush every message. */
const SINGLE: Settings = { 'flush.messages': '1' };

/** Replicas of a topic on so many brokers: with three or more, one may be lost without a record, and another without a pause. */
export const replicasOn = (brokers: number): number => (brokers >= 3 ? 3 : 1);

/** What a topic whose partitions have so many replicas must be set to. */
export const dutiesOf = (replicas: number): Settings => ({
  ...ALWAYS,
  ...(replicas >= 3 ? REPLICATED : replicas === 1 ? SINGLE : {}),
});

/** A topic as the brokers describe it. */
export type TopicState = {
  /** How many replicas each partition was given, by partition, whether or not all of them live. */
  readonly replicas: readonly number[];
  /** Brokers that answer now: of a cluster some may be down, so that these are no measure of what the topic was made with. */
  readonly brokers: number;
  readonly settings: ReadonlyMap<string, string>;
};

/** What an existing topic is to be set to: judged by its own replicas. */
export const dutiesOfTopic = ({ replicas }: TopicState): Settings => dutiesOf(Math.min(...replicas));

/** Every duty that the topic does not keep, in words. */
export const brokenDuties = (topic: TopicState): string[] => {
  const broken = Object.entries(dutiesOfTopic(topic))
    .filter(([name, value]) => topic.settings.get(name) !== value)
    .map(([name, value]) => `${name} is ${topic.settings.get(name) ?? 'not set'}, must be ${value}`);
  const wanted = replicasOn(topic.brokers);
  const thin = topic.replicas.flatMap((replicas, partition) => (replicas < wanted ? [partition] : []));
  if (thin.length > 0) broken.push(`partitions ${thin.join(', ')} have fewer than ${wanted} replicas`);
  return broken;
};

/** The command that mends the settings of the topic. */
export const mendOf = (name: string, duties: Settings): string =>
  `kafka-configs.sh --bootstrap-server <broker> --alter --entity-type topics --entity-name ${name} --add-config ${Object.entries(duties)
    .map((pair) => pair.join('='))
    .join(',')}`;
