import { afterAll, beforeAll, expect } from '@jest/globals';
import kafkajs, { type Message } from 'kafkajs';
import { Pool } from 'pg';
import { type EventLog, openKafkaEventLog, partitionOf } from '../../libs/event-log/src/index.js';
import { eventually } from './eventually.js';
import { HttpClient } from './http-client.js';
import { Service } from './service.js';
import { createDatabase, stack, type TestDatabase, topicPrefix } from './stack.js';

const HOOK_TIMEOUT_MS = 90_000;
/** Not 0, so that it can be seen that workers obey it. */
export const REBUILD_NICE = 1;

/** How Kafka is reached, as in KAFKA_BROKERS: by the test, and by each kind of process where that is another way. */
export type Brokers = { test: string; api?: string; projector?: string };

/** The product of one test file: its processes, on a database and a topic that nothing else uses. */
export class System {
  readonly projector: Service;
  readonly api: Service;
  readonly http: HttpClient;
  readonly topic: string;
  readonly pool: Pool;
  private readonly prefix = topicPrefix();
  private readonly others: Service[] = [];
  private opened: EventLog | undefined;
  private url = '';

  constructor(
    readonly database: TestDatabase,
    private readonly brokers: Brokers = { test: stack().brokers },
  ) {
    this.topic = `${this.prefix}.commits`;
    this.projector = this.service('projector');
    this.api = this.service('api');
    this.http = new HttpClient(() => this.url);
    this.pool = new Pool({ connectionString: database.url, application_name: 'test', max: 8 });
    this.pool.on('error', () => undefined); // a server that is killed cuts off those that are idle
  }

  /** As an operator sets it for a command of his own. */
  get environment(): Readonly<Record<string, string>> {
    return { ...this.databases, KAFKA_BROKERS: this.brokers.test, TOPIC_PREFIX: this.prefix };
  }

  private get databases() {
    const { url, replicaUrl } = this.database;
    return { DATABASE_URL: url, ...(replicaUrl === undefined ? {} : { DATABASE_READ_URL: replicaUrl }) };
  }

  private service(
    name: 'api' | 'projector',
    brokers = this.brokers[name] ?? this.brokers.test,
    more: Record<string, string> = {},
  ): Service {
    const settings = {
      ...this.databases,
      KAFKA_BROKERS: brokers,
      TOPIC_PREFIX: this.prefix,
      HOST: '127.0.0.1',
      PORT: '0',
      // Beside other tests on a busy machine a worker that stands back far would hardly begin.
      REBUILD_NICE: String(REBUILD_NICE),
      LOG_LEVEL: 'info',
      ...more,
    };
    return new Service(name, settings, name === 'api' ? /listening on (http:\/\/[^"\s]+)/ : /following the log/);
  }

  /** One more process of the product, not started yet; it ends with the others. `more`: settings that are not those of the others. */
  another(name: 'api' | 'projector', brokers?: string, more?: Record<string, string>): Service {
    const service = this.service(name, brokers, more);
    this.others.push(service);
    return service;
  }

  /** The log, read past the product. */
  get log(): EventLog {
    if (this.opened === undefined) throw new Error('the system was not started');
    return this.opened;
  }

  async start(): Promise<void> {
    await this.projector.start();
    await this.startApi();
    const settings = { brokers: this.brokers.test.split(','), topic: this.topic, clientId: 'test', warn: () => undefined };
    this.opened = await openKafkaEventLog(settings);
  }

  /** Resolves when it takes commands. */
  async startApi(): Promise<void> {
    this.url = (await this.api.start())[1]!;
    await eventually(async () => expect((await this.http.get('/health/ready')).text).toBe('{"status":"ready"}'));
  }

  partitionOf(situation: string): number {
    return partitionOf(situation, this.log.partitions);
  }

  /** Offset after the last record of each partition. */
  async ends(): Promise<number[]> {
    return (await this.log.ends()).map(({ end }) => end);
  }

  /** Offset after the last record of the partition of `situation`. */
  async endOf(situation: string): Promise<number> {
    return (await this.ends())[this.partitionOf(situation)]!;
  }

  /**
   * Resolves when the partition of `situation` has grown by `records`, since now or since it ended at `since`: in the midst of whatever is being done
   * with the last of them.
   */
  async grown(situation: string, records: number, since?: number): Promise<void> {
    const wanted = (since ?? (await this.endOf(situation))) + records;
    await eventually(async () => expect(await this.endOf(situation)).toBeGreaterThanOrEqual(wanted), { every: 1 });
  }

  /** Resolves when every record of the log has its verdict. */
  async judged(): Promise<void> {
    const ends = await this.ends();
    await eventually(async () => {
      const { rows } = await this.pool.query<{ end: number }>('SELECT last_offset::int + 1 AS end FROM derived.cursors ORDER BY partition');
      expect(rows.map(({ end }) => end)).toEqual(ends);
    });
  }

  /** Puts records on the topic as a stranger would, with another client's producer. */
  async produce(messages: Message[]): Promise<void> {
    const producer = new kafkajs.Kafka({ brokers: this.brokers.test.split(','), logLevel: kafkajs.logLevel.NOTHING }).producer();
    await producer.connect();
    await producer.send({ topic: this.topic, messages });
    await producer.disconnect();
  }

  /** Ends everything, in the order that leaves nobody waiting. What ends badly or is left behind is told. */
  async stop(): Promise<void> {
    const steps = [
      ...[this.api, this.projector, ...this.others].map((service) => () => service.stop()),
      () => this.opened?.close(),
      () => expectNobodyConnected(this.pool),
      () => this.pool.end(),
      () => this.database.drop(),
    ];
    const failures: unknown[] = [];
    for (const step of steps) await Promise.resolve(step()).catch((error: unknown) => failures.push(error));
    await Promise.all([this.api, this.projector, ...this.others].map((service) => service.kill()));
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
  }
}

/** A process that is gone has no connection left. */
const expectNobodyConnected = (pool: Pool): Promise<void> =>
  eventually(async () => {
    const { rows } = await pool.query(
      `SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'test'`,
    );
    expect(rows).toEqual([]);
  });

/** The product, started before the tests of a file and ended after them. `make` is where it runs on something of its own. */
export const runningSystem = (make = async (): Promise<System> => new System(await createDatabase())): { readonly system: System } => {
  let system: System | undefined;
  beforeAll(async () => {
    system = await make();
    await system.start();
  }, HOOK_TIMEOUT_MS);
  afterAll(() => system?.stop(), HOOK_TIMEOUT_MS);
  return {
    get system() {
      if (system === undefined) throw new Error('the system was not started');
      return system;
    },
  };
};
