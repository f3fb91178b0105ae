import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { lastingPorts } from '../../infra/local-stack/port.mjs';
import { ownCluster, ownKafka } from './own-server.js';

/** The number at the beginning of a request of Kafka's protocol that writes records. */
export const PRODUCE = 0;
/** … that asks for records. */
export const FETCH = 1;

type Connection = { client: Socket; server: Socket; held: Buffer[]; holding: (request: Buffer) => boolean };

/**
 * Stands between Kafka's clients and a broker, and can be cut or made to hold requests. It forwards whole requests: by their kind they are
 * told apart.
 */
export class TcpProxy {
  private readonly connections = new Set<Connection>();
  private isCut = false;
  /** For connections to come. */
  private holding: Connection['holding'] = () => false;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client) => this.take(client));
  }

  /** From a free port of loopback to the port `target` of it. */
  static async to(target: number): Promise<TcpProxy> {
    const [port] = await lastingPorts(1);
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** As if the cable were pulled out and the other end knew it: every connection breaks, and none is made. */
  cut(): void {
    this.isCut = true;
    for (const { client, server } of this.connections) for (const socket of [client, server]) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  /** From now on requests of a kind (of any, where none is named) go no further; connections stay. `present` leaves out those made later. */
  hold(kind?: number, { present = false } = {}): void {
    const holding = (request: Buffer) => kind === undefined || request.readInt16BE(4) === kind;
    for (const connection of this.connections) connection.holding = holding;
    if (!present) this.holding = holding;
  }

  /** Requests that are held now. */
  get held(): number {
    return [...this.connections].reduce((sum, { held }) => sum + held.length, 0);
  }

  /** What was held goes on its way, late, in its order. */
  letGo(): void {
    this.holding = () => false;
    for (const connection of this.connections) {
      connection.holding = this.holding;
      for (const request of connection.held.splice(0)) connection.server.write(request);
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(client: Socket): void {
    if (this.isCut) {
      client.destroy();
      return;
    }
    const server = connect(this.target, '127.0.0.1');
    const connection: Connection = { client, server, held: [], holding: this.holding };
    this.connections.add(connection);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on('error', () => undefined); // followed by its close
      socket.on('close', () => {
        other.destroy();
        this.connections.delete(connection);
      });
    }
    server.on('data', (bytes) => client.write(bytes));
    let rest: Buffer = Buffer.alloc(0);
    client.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
        const end = 4 + rest.readInt32BE(0);
        this.forward(connection, rest.subarray(0, end));
        rest = rest.subarray(end);
      }
    });
  }

  private forward({ server, held, holding }: Connection, request: Buffer): void {
    if (holding(request)) held.push(request);
    else server.write(request);
  }
}

/** A Kafka that the api and the projector reach by a proxy each, and the test without one: each way is told its own address by the broker. */
export const proxiedKafka = async () => {
  const [forApi, forProjector] = await lastingPorts(2);
  const [api, projector] = await Promise.all([TcpProxy.to(forApi!), TcpProxy.to(forProjector!)]);
  const { server, brokers } = await ownKafka([
    { name: 'API', port: forApi!, advertised: api.port },
    { name: 'PROJECTOR', port: forProjector!, advertised: projector.port },
  ]);
  return {
    server,
    api,
    projector,
    brokers: { test: brokers, api: `127.0.0.1:${api.port}`, projector: `127.0.0.1:${projector.port}` },
  };
};

/** Three brokers that the api and the projector reach by a proxy each, and the test without one. */
export const proxiedCluster = async () => {
  const ways = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const [forApi, forProjector] = await lastingPorts(2);
      const [api, projector] = await Promise.all([TcpProxy.to(forApi!), TcpProxy.to(forProjector!)]);
      return { forApi: forApi!, forProjector: forProjector!, api, projector };
    }),
  );
  const cluster = await ownCluster(
    ways.map(({ forApi, forProjector, api, projector }) => [
      { name: 'API', port: forApi, advertised: api.port },
      { name: 'PROJECTOR', port: forProjector, advertised: projector.port },
    ]),
  );
  const reachedBy = (proxies: readonly TcpProxy[]) => proxies.map(({ port }) => `127.0.0.1:${port}`).join(',');
  const [api, projector] = [ways.map((way) => way.api), ways.map((way) => way.projector)];
  return { ...cluster, api, projector, reached: { test: cluster.brokers, api: reachedBy(api), projector: reachedBy(projector) } };
};
