import { IsIn, IsInt, IsNotEmpty, IsOptional, Matches, Max, Min, validateSync } from 'class-validator';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const PostgresAddress = (variable: string) =>
  Matches(/^postgres(ql)?:\/\/\S+$/, { message: `${variable} is to be an address such as postgres://user:password@host:5432/database` });

/** Everything that any of the processes can be told from outside. Each picks what it needs with {@link readEnvironment}. */
export class Environment {
  @PostgresAddress('DATABASE_URL')
  databaseUrl!: string;

  /** A streaming replica of that database, which questions are answered from; undefined where they are answered from the database itself. */
  @IsOptional()
  @PostgresAddress('DATABASE_READ_URL')
  databaseReadUrl!: string | undefined;

  @Matches(/^[^\s,:]+:\d{1,5}$/, { each: true, message: 'KAFKA_BROKERS is to be host:port, several separated by commas' })
  @IsNotEmpty({ message: 'KAFKA_BROKERS is to be host:port, several separated by commas' })
  kafkaBrokers!: readonly string[];

  @Matches(/^[A-Za-z0-9.:_-]+$/, { message: 'HOST is to be the address or the name to listen on' })
  host!: string;

  /** 0 takes a free one. */
  @IsInt({ message: 'PORT is to be a whole number from 0 to 65535' })
  @Min(0, { message: 'PORT is to be a whole number from 0 to 65535' })
  @Max(65_535, { message: 'PORT is to be a whole number from 0 to 65535' })
  port!: number;

  /** Where the projector tells how it is: address and port of its own, since several run beside an api. */
  @Matches(/^[A-Za-z0-9.:_-]+$/, { message: 'PROJECTOR_HOST is to be the address or the name to listen on' })
  projectorHost!: string;

  /** 0 takes a free one. */
  @IsInt({ message: 'PROJECTOR_PORT is to be a whole number from 0 to 65535' })
  @Min(0, { message: 'PROJECTOR_PORT is to be a whole number from 0 to 65535' })
  @Max(65_535, { message: 'PROJECTOR_PORT is to be a whole number from 0 to 65535' })
  projectorPort!: number;

  @IsIn(LOG_LEVELS, { message: `LOG_LEVEL is to be one of ${LOG_LEVELS.join(', ')}` })
  logLevel!: LogLevel;

  /** What the names of the Kafka topics begin with. */
  @Matches(/^[A-Za-z0-9_-]{1,100}$/, { message: 'TOPIC_PREFIX is to be 1 to 100 letters, digits, - or _' })
  topicPrefix!: string;

  /** Whether the api may listen beyond this machine although it asks nobody who they are. */
  @IsOptional()
  @IsIn([true, false], { message: 'ALLOW_ANONYMOUS is to be true or false' })
  allowAnonymous!: boolean;

  /** Live streams that an api has open at once, in all and of one address. One that waits costs its socket: about 50 kB. */
  @IsInt({ message: 'LIVE_STREAMS is to be a whole number from 1 to 100000' })
  @Min(1, { message: 'LIVE_STREAMS is to be a whole number from 1 to 100000' })
  @Max(100_000, { message: 'LIVE_STREAMS is to be a whole number from 1 to 100000' })
  liveStreams!: number;

  @IsInt({ message: 'LIVE_STREAMS_OF_CLIENT is to be a whole number from 1 to 100000' })
  @Min(1, { message: 'LIVE_STREAMS_OF_CLIENT is to be a whole number from 1 to 100000' })
  @Max(100_000, { message: 'LIVE_STREAMS_OF_CLIENT is to be a whole number from 1 to 100000' })
  liveStreamsOfClient!: number;

  /** How far the workers of rebuilds stand back behind everything else on the machine: their niceness. */
  @IsInt({ message: 'REBUILD_NICE is to be a whole number from 0 to 19' })
  @Min(0, { message: 'REBUILD_NICE is to be a whole number from 0 to 19' })
  @Max(19, { message: 'REBUILD_NICE is to be a whole number from 0 to 19' })
  rebuildNice!: number;

  /** What an api holds in memory of the streams that it decided on, in MiB as JSON text; undefined where that is not said. */
  @IsOptional()
  @IsInt({ message: 'STREAMS_MIB is to be a whole number from 0 to 1024' })
  @Min(0, { message: 'STREAMS_MIB is to be a whole number from 0 to 1024' })
  @Max(1_024, { message: 'STREAMS_MIB is to be a whole number from 0 to 1024' })
  streamsMib!: number | undefined;

  /** Rows of reports that an api holds in memory, for questions on the severity: some 530 bytes each; undefined where that is not said. */
  @IsOptional()
  @IsInt({ message: 'SEVERITY_ROWS is to be a whole number from 0 to 10000000' })
  @Min(0, { message: 'SEVERITY_ROWS is to be a whole number from 0 to 10000000' })
  @Max(10_000_000, { message: 'SEVERITY_ROWS is to be a whole number from 0 to 10000000' })
  severityRows!: number | undefined;
}

/** The environment cannot be used. The message lists every fault and shows no value, since a value may be a secret. */
export class EnvironmentFaults extends Error {
  override readonly name = 'EnvironmentFaults';
  constructor(readonly faults: readonly string[]) {
    super(`The environment cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** An unset and an empty variable are the same. */
const value = (text: string | undefined, otherwise: string): string => (text === undefined || text.trim() === '' ? otherwise : text.trim());

const numberIn = (text: string | undefined): number | undefined => (value(text, '') === '' ? undefined : Number(text));

const FLAGS: Record<string, boolean> = { true: true, false: false };

const everything = (variables: NodeJS.ProcessEnv): Environment =>
  Object.assign(new Environment(), {
    databaseUrl: value(variables['DATABASE_URL'], ''),
    databaseReadUrl: value(variables['DATABASE_READ_URL'], '') || undefined,
    kafkaBrokers: value(variables['KAFKA_BROKERS'], '')
      .split(',')
      .map((broker) => broker.trim()),
    host: value(variables['HOST'], '127.0.0.1'),
    port: Number(value(variables['PORT'], '3000')),
    projectorHost: value(variables['PROJECTOR_HOST'], '127.0.0.1'),
    projectorPort: Number(value(variables['PROJECTOR_PORT'], '0')),
    logLevel: value(variables['LOG_LEVEL'], 'info'),
    topicPrefix: value(variables['TOPIC_PREFIX'], 'situations'),
    allowAnonymous: FLAGS[value(variables['ALLOW_ANONYMOUS'], 'false')] ?? 'neither',
    liveStreams: Number(value(variables['LIVE_STREAMS'], '2048')),
    liveStreamsOfClient: Number(value(variables['LIVE_STREAMS_OF_CLIENT'], '1024')),
    rebuildNice: Number(value(variables['REBUILD_NICE'], '10')),
    streamsMib: numberIn(variables['STREAMS_MIB']),
    severityRows: numberIn(variables['SEVERITY_ROWS']),
  });

/** Reads the settings `names`, once, in main.ts. Throws {@link EnvironmentFaults} with all that is wrong with them. */
export const readEnvironment = <Name extends keyof Environment>(
  names: readonly Name[],
  variables: NodeJS.ProcessEnv,
): Pick<Environment, Name> => {
  const environment = everything(variables);
  const asked = new Set<string>(names);
  const faults = validateSync(environment)
    .filter(({ property }) => asked.has(property))
    .flatMap(({ constraints }) => Object.values(constraints ?? {}));
  if (faults.length > 0) throw new EnvironmentFaults([...new Set(faults)]);
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Pick<Environment, Name>;
};
