import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { lastingPorts } from '../../infra/local-stack/port.mjs';
import { ownCluster, ownKafka } from './own-server.js';

/** The number at the beginning of a request of Kafka's protocol that writes records. */
export const PRODUCE = 0;
/** … that asks for records. */
export const FETCH = 1;

type Connection = { client: Socket; server: Socket; held: Buffer[]; answers: Buffer[]; holding: (request: Buffer) => boolean };

/**
 * Stands between Kafka's clients and a broker, and can be cut or made to hold requests or answers. It forwards whole requests: by their kind
 * they are told apart.
 */
export class TcpProxy {
  private readonly connections = new Set<Connection>();
  private isCut = false;
  /** For connections to come. */
  private holding: Connection['holding'] = () => false;
  private holdingAnswers = false;
  /** Those that were there when requests were last held. */
  private older: ReadonlySet<Connection> = new Set();

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

  /** From now on requests of a kind (of any, where none is named) go no further; connections stay. */
  hold(kind?: number): void {
    this.holding = (request) => kind === undefined || request.readInt16BE(4) === kind;
    for (const connection of this.connections) connection.holding = this.holding;
    this.older = new Set(this.connections);
  }

  /** From now on whatever is asked is done, and nobody hears of it; connections stay. */
  holdAnswers(): void {
    this.holdingAnswers = true;
  }

  /** Requests and answers that are held now. */
  get held(): number {
    return [...this.connections].reduce((sum, { held, answers }) => sum + held.length + answers.length, 0);
  }

  /** What was held goes on its way, late, in its order. */
  letGo(): void {
    this.holding = () => false;
    this.holdingAnswers = false;
    for (const connection of this.connections) {
      this.sendHeld(connection);
      for (const answer of connection.answers.splice(0)) connection.client.write(answer);
    }
  }

  /** The same of requests on connections that were made since they were held; on the others they stay held. */
  letGoNewer(): void {
    this.holding = () => false;
    for (const connection of this.connections) if (!this.older.has(connection)) this.sendHeld(connection);
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
    const connection: Connection = { client, server, held: [], answers: [], holding: this.holding };
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
    server.on('data', (bytes) => (this.holdingAnswers ? connection.answers.push(bytes) : client.write(bytes)));
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

  private sendHeld(connection: Connection): void {
    connection.holding = this.holding;
    for (const request of connection.held.splice(0)) connection.server.write(request);
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
