import { afterAll } from '@jest/globals';
import { type OwnServer, ownCluster, ownKafka, ownPostgres, ownReplicatedPostgres, removeServers } from './own-server.js';
import { createDatabase, type TestDatabase } from './stack.js';
import { type Brokers, runningSystem, System } from './system.js';
import { proxiedKafka, type TcpProxy } from './tcp-proxy.js';

/** What a test has under the product that it may break. */
type Ground = {
  readonly servers: readonly OwnServer[];
  readonly proxies?: readonly TcpProxy[];
  readonly database?: TestDatabase;
  readonly brokers?: Brokers;
};

/** The product on ground of the test file's own, both made before its tests and gone after them. */
export const runningOn = <Own extends Ground>(make: () => Promise<Own>): { readonly system: System; readonly own: Own } => {
  let own: Own | undefined;
  const product = runningSystem(async () => {
    own = await make();
    return new System(own.database ?? (await createDatabase()), own.brokers);
  });
  afterAll(async () => {
    await Promise.all((own?.proxies ?? []).map((proxy) => proxy.close()));
    await removeServers(own?.servers ?? []);
  }, 60_000);
  return {
    get system() {
      return product.system;
    },
    get own() {
      if (own === undefined) throw new Error('the ground of the system was not made');
      return own;
    },
  };
};

export const onOwnKafka = async () => {
  const { server, brokers, data } = await ownKafka();
  return { servers: [server], broker: server, data, brokers: { test: brokers } };
};

export const onOwnPostgres = async () => {
  const { server, url } = await ownPostgres();
  return { servers: [server], postgres: server, database: { url, drop: async () => undefined } };
};

/** Questions are answered from a replica of the database. */
export const onReplicatedPostgres = async () => {
  const { primary, url, replica, replicaUrl } = await ownReplicatedPostgres();
  return { servers: [replica, primary], primary, replica, database: { url, replicaUrl, drop: async () => undefined } };
};

/** Api and projector each reach the broker by a proxy. */
export const behindProxies = async () => {
  const { server, api, projector, brokers } = await proxiedKafka();
  return { servers: [server], proxies: [api, projector], api, projector, brokers };
};

/** Three brokers, each commit kept by two at least before it counts. */
export const onCluster = async () => {
  const cluster = await ownCluster();
  return { servers: cluster.nodes, cluster, brokers: { test: cluster.brokers } };
};
