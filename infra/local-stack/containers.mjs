import { freePorts } from './port.mjs';

const postgresImage = 'postgres:18';
const kafkaImage = 'apache/kafka:4.1.0';

/** Includes the download of an image, in milliseconds. */
const startLimit = 300_000;

/** How long Docker may take to say that it is there, in milliseconds: it can hang instead of refusing. */
const dockerLimit = 10_000;

/** Whether a Docker daemon answers. The command alone being there says nothing. */
export const dockerAnswers = async () => {
  const { getContainerRuntimeClient } = await import('testcontainers');
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, dockerLimit, false);
  });
  const found = getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([found, late]);
  clearTimeout(timer);
  return answer === true;
};

/** PostgreSQL in a container, with the settings of the local one that queries could notice. */
export const postgresContainer = async () => {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(postgresImage)
    .withEnvironment({ POSTGRES_INITDB_ARGS: '--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8' })
    .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'jit=off', '-c', 'timezone=UTC'])
    .withStartupTimeout(startLimit)
    .start();
  return { url: container.getConnectionUri(), stop: () => container.stop() };
};

/** Kafka in a container. It must name its address outside before it starts, hence a port chosen here. */
export const kafkaContainer = async () => {
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  const [port = 0] = await freePorts([0]);
  const container = await new GenericContainer(kafkaImage)
    .withExposedPorts({ container: port, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://localhost:9093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_MESSAGE_MAX_BYTES: '2097152',
      KAFKA_HEAP_OPTS: '-Xms128m -Xmx512m',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(startLimit)
    .start();
  return { brokers: `${host}:${port}`, stop: () => container.stop() };
};
