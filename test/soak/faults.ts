import { setTimeout as pause } from 'node:timers/promises';
import type { OwnServer, ownCluster } from '../support/own-server.js';
import type { Service } from '../support/service.js';
import type { System } from '../support/system.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

/** What may be broken: of api and projector there are two each, of which one is killed and the other never. */
export type Broken = {
  readonly system: System;
  readonly steady: { readonly api: Service; readonly projector: Service };
  readonly cluster: Pick<Awaited<ReturnType<typeof ownCluster>>, 'nodes' | 'inSync'>;
  readonly postgres: OwnServer;
  readonly ways: { readonly api: readonly TcpProxy[]; readonly projector: readonly TcpProxy[] };
};

/** Done when whatever was broken is being mended, or is not going to be: from then on it may take so long until all is well. `after` is done later. */
export type Fault = {
  readonly name: string;
  readonly strike: (broken: Broken, random: () => number) => Promise<{ since: number; after?: () => Promise<void> }>;
};

/** How long something stays frozen or cut off, in milliseconds. */
const lasting = (random: () => number): number => 2_000 + random() * 8_000;

const restart = async (start: () => Promise<unknown>): Promise<{ since: number }> => {
  const since = Date.now();
  await start();
  return { since };
};

const frozen =
  (which: (broken: Broken) => readonly Service[]): Fault['strike'] =>
  async (broken, random) => {
    for (const service of which(broken)) service.freeze();
    await pause(lasting(random));
    for (const service of which(broken)) service.thaw();
    return { since: Date.now() };
  };

const cutOff =
  (which: (broken: Broken) => readonly TcpProxy[]): Fault['strike'] =>
  async (broken, random) => {
    for (const way of which(broken)) way.cut();
    await pause(lasting(random));
    for (const way of which(broken)) way.mend();
    return { since: Date.now() };
  };

const swallowed =
  (which: (broken: Broken) => readonly TcpProxy[]): Fault['strike'] =>
  async (broken, random) => {
    for (const way of which(broken)) way.hold();
    await pause(lasting(random));
    for (const way of which(broken)) way.letGo();
    return { since: Date.now() };
  };

export const FAULTS: readonly Fault[] = [
  {
    name: 'a broker killed with -9; the two others go on',
    strike: async ({ cluster, system }, random) => {
      const node = Math.floor(random() * cluster.nodes.length);
      await cluster.nodes[node]!.kill();
      const after = async () => {
        await cluster.nodes[node]!.start();
        await cluster.inSync(system.topic, node, 60_000);
      };
      return { since: Date.now(), after };
    },
  },
  {
    name: 'PostgreSQL killed with -9, and started again',
    strike: async ({ postgres }) => {
      await postgres.kill();
      return restart(() => postgres.start());
    },
  },
  {
    name: 'a projector killed with -9, and started again',
    strike: async ({ system: { projector } }) => {
      await projector.kill();
      return restart(() => projector.start());
    },
  },
  {
    name: 'an api killed with -9, and started again',
    strike: async ({ system }) => {
      await system.api.kill();
      return restart(() => system.startApi());
    },
  },
  { name: 'a projector frozen, and woken beside the other', strike: frozen(({ system }) => [system.projector]) },
  { name: 'both projectors frozen, and woken', strike: frozen(({ system, steady }) => [system.projector, steady.projector]) },
  { name: 'the network between api and brokers cut', strike: cutOff(({ ways }) => ways.api) },
  { name: 'the network between projectors and brokers cut', strike: cutOff(({ ways }) => ways.projector) },
  { name: 'the network between projectors and brokers swallows everything', strike: swallowed(({ ways }) => ways.projector) },
  {
    name: 'a projector ended with SIGTERM, and started again',
    strike: async ({ system: { projector } }) => {
      await projector.stop();
      return restart(() => projector.start());
    },
  },
];
