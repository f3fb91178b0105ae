import { execFileSync } from 'node:child_process';
import kafkajs from 'kafkajs';
import { kafka } from '../../infra/local-stack/kafka.mjs';
import { kafkaCluster } from '../../infra/local-stack/kafka-cluster.mjs';
import { lastingPorts } from '../../infra/local-stack/port.mjs';
import { postgres } from '../../infra/local-stack/postgres.mjs';
import { isRunning } from '../../infra/local-stack/process-identity.mjs';
import { newRun, removeRun } from '../../infra/local-stack/runs.mjs';
import type { Listener } from '../../infra/local-stack/kafka-node.mjs';
import { obtain, release, type Service } from '../../infra/local-stack/service.mjs';
import { stateFile } from '../../infra/local-stack/state-file.mjs';
import { eventually } from './eventually.js';

const BROKERS = 3;
const noSignal = new AbortController().signal;

/** A server that belongs to one test, to be killed: on the same address each time it runs. */
export class OwnServer {
  constructor(
    private readonly service: Service,
    /** With the data, the logs and an account of what runs. */
    readonly directory: string,
  ) {}

  /** Resolves when it answers. */
  async start(): Promise<void> {
    await obtain(this.service, stateFile(this.directory), noSignal);
  }

  /** As its operator stops it. */
  async stop(): Promise<void> {
    await release(this.service, stateFile(this.directory));
  }

  /** kill -9, of the server and of every process that it began, at once. Resolves when they are gone. */
  async kill(): Promise<void> {
    const pids = this.pids();
    for (const pid of pids) signal(pid, 'SIGKILL');
    await eventually(() => {
      const left = pids.filter((pid) => signal(pid, 0));
      if (left.length > 0) throw new Error(`${left.join(', ')} still run`);
    });
  }

  freeze(): void {
    for (const pid of this.pids()) signal(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of this.pids()) signal(pid, 'SIGCONT');
  }

  get running(): boolean {
    const entry = this.entry();
    return entry !== undefined && isRunning(entry);
  }

  private entry() {
    return stateFile(this.directory).read()[this.service.name];
  }

  private pids(): number[] {
    const entry = this.entry();
    if (entry === undefined || !isRunning(entry)) return [];
    const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    const children = all.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === entry.pid);
    return [entry.pid, ...children.map(([pid]) => pid!)];
  }
}

/** Whether there was such a process. */
const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};

/** A PostgreSQL of the test's own. `data` is where its data is, `url` its database. */
export const ownPostgres = async ({ data }: { data?: string } = {}) => {
  const directory = await newRun();
  const [port] = await lastingPorts(1);
  const service = postgres(directory, { port: port!, ...(data === undefined ? {} : { data }) });
  const server = new OwnServer(service, directory);
  await server.start();
  return { server, url: service.url(port!), data: service.data };
};

/** A PostgreSQL of the test's own, and a streaming replica of it, begun as a copy of its data while it was stopped. */
export const ownReplicatedPostgres = async () => {
  const [port, replicaPort] = await lastingPorts(2);
  const directory = await newRun();
  const service = postgres(directory, { port: port!, replicated: true });
  const primary = new OwnServer(service, directory);
  await primary.start();
  await primary.stop();
  const replicaDirectory = await newRun();
  const replicaService = postgres(replicaDirectory, { port: replicaPort!, replicaOf: { port: port!, data: service.data } });
  const replica = new OwnServer(replicaService, replicaDirectory);
  await replica.start();
  await primary.start();
  return { primary, url: service.url(port!), replica, replicaUrl: replicaService.url(replicaPort!) };
};

/** A Kafka of one broker, of the test's own. */
export const ownKafka = async (listeners: readonly Listener[] = []) => {
  const directory = await newRun();
  const ports = await lastingPorts(2);
  const server = new OwnServer(kafka(directory, { ports, listeners: [...listeners] }), directory);
  await server.start();
  return { server, brokers: `127.0.0.1:${ports[0]}`, data: `${directory}/kafka/data` };
};

/** A Kafka of three brokers, of the test's own; `listeners` of each beside its own. */
export const ownCluster = async (listeners: Listener[][] = []) => {
  const directory = await newRun();
  const cluster = kafkaCluster(directory, stateFile(directory), BROKERS, listeners);
  await cluster.choosePorts();
  const nodes = cluster.nodes().map((service) => new OwnServer(service, directory));
  // Together: one alone has no majority, and does not answer.
  await Promise.all(nodes.map((node) => node.start()));
  const brokers = cluster.brokers();
  const partitionsOf = (topic: string) => described(brokers, topic);
  return {
    nodes,
    brokers,
    /** Which node leads each partition; undefined where none does. */
    leaders: async (topic: string) => (await partitionsOf(topic)).map(({ leader }) => (leader > 0 ? leader - 1 : undefined)),
    /** Resolves when a node keeps up with every partition again: another may be killed then. */
    inSync: (topic: string, node: number, within = 40_000) =>
      eventually(
        async () => {
          const behind = (await partitionsOf(topic)).filter(({ isr }) => !isr.includes(node + 1));
          if (behind.length > 0) throw new Error(`broker ${node} is behind in ${behind.length} partitions`);
        },
        { within, every: 200 },
      ),
  };
};

/** The partitions of a topic, in order, as a broker sees them. Rejects where no broker tells. */
const described = async (brokers: string, topic: string) => {
  const admin = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 2 } }).admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]!.partitions.toSorted((a, b) => a.partitionId - b.partitionId);
  } finally {
    await admin.disconnect();
  }
};

/** Ends the servers, however they stand, and removes what they kept. */
export const removeServers = async (servers: readonly OwnServer[]): Promise<void> => {
  // All of them first: those of a cluster share a folder, and write to it as long as they live.
  await Promise.all(servers.map((server) => server.kill()));
  for (const directory of new Set(servers.map((server) => server.directory))) removeRun(directory);
};
