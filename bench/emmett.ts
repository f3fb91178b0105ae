import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { timed } from './contender.js';
import type { Place } from './places.js';
import { taskOf } from './workload.js';

// The peer: Emmett's event store on the same PostgreSQL. It is installed in a folder of its own when a benchmark first asks for it.

const FOLDER = fileURLToPath(new URL('../../bench/emmett/', import.meta.url));
const inFolder = (path: string): string => `${FOLDER}node_modules/@event-driven-io/${path}`;
const inPackage = (name: string): { version: string } => JSON.parse(readFileSync(inFolder(`${name}/package.json`), 'utf8'));

export type Event = { type: string; data: object };
type Projection = object;
/** As much of its types as is used here: the project is built without it. */
type Module = {
  getPostgreSQLEventStore(
    url: string,
    options: { projections: readonly object[]; connectionOptions: object },
  ): {
    schema: { migrate(): Promise<unknown> };
    appendToStream(stream: string, events: readonly Event[]): Promise<unknown>;
    close(): Promise<void>;
  };
  pongoSingleStreamProjection(options: {
    collectionName: string;
    canHandle: readonly string[];
    evolve: (document: object | null, event: Event) => object | null;
  }): Projection;
  rebuildPostgreSQLProjections(options: { connectionString: string; projections: readonly Projection[]; pulling?: Pulling }): {
    start(): Promise<void>;
    close(): Promise<void>;
  };
};
/** How its consumer reads: messages of a batch, and its pause after each in milliseconds. */
export type Pulling = { readonly batchSize: number; readonly pullingFrequencyInMs: number };

const load = async (): Promise<Module> => {
  if (!existsSync(inFolder('emmett-postgresql'))) execFileSync('npm', ['ci'], { cwd: FOLDER, stdio: 'ignore' });
  return (await import(inFolder('emmett-postgresql/dist/index.js'))) as Module;
};

export const emmettVersion = (): string => inPackage('emmett-postgresql').version;

/** Connections, as many as the api has. */
const POOL = 20;
const TYPES = { notices: 'AdvisoryChanged', observations: 'ObservationRecorded' } as const;

/** The event of the nth task and its stream. */
const eventOf = (n: number): { stream: string; event: Event } => {
  const { path, body } = taskOf(n);
  const said = body as { authority?: string; subject?: string };
  return { stream: `${path}-${said.authority ?? said.subject}`, event: { type: TYPES[path], data: body } };
};

/** Its event store, with one document a stream that holds the last event, or without. */
export const openEmmett = async ({ databaseUrl }: Place, { inline }: { inline: boolean }) => {
  const { getPostgreSQLEventStore, pongoSingleStreamProjection } = await load();
  const latest = pongoSingleStreamProjection({
    collectionName: 'latest',
    canHandle: Object.values(TYPES),
    evolve: (_document, { data }) => ({ ...data }),
  });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
  // Its database is dropped under whatever it leaves open.
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(databaseUrl, {
    projections: inline ? [{ type: 'inline', projection: latest }] : [],
    connectionOptions: { pool },
  });
  await store.schema.migrate();
  /** Two first appends to one stream at once: one is refused, also where no version was expected, and is sent again. */
  const append = async (stream: string, event: Event): Promise<unknown> => {
    try {
      return await store.appendToStream(stream, [event]);
    } catch (error) {
      if ((error as { errorCode?: number }).errorCode !== 412) throw error;
      return append(stream, event);
    }
  };
  let n = 0;
  return {
    once: (): Promise<number> => {
      const { stream, event } = eventOf(n++);
      return timed(() => append(stream, event));
    },
    close: async (): Promise<void> => {
      await store.close();
      await pool.end();
    },
  };
};

/** Its event store with these events in it, by stream, to be rebuilt from. */
export const openEmmettWith = async ({ databaseUrl }: Place, streams: ReadonlyMap<string, readonly Event[]>) => {
  const { getPostgreSQLEventStore, pongoSingleStreamProjection, rebuildPostgreSQLProjections } = await load();
  const types = [...new Set([...streams.values()].flatMap((events) => events.map(({ type }) => type)))];
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(databaseUrl, { projections: [], connectionOptions: { pool } });
  await store.schema.migrate();
  // One after the other: its consumer ends at a gap in the positions, which appends at once leave.
  for (const [stream, events] of streams) await store.appendToStream(stream, events);
  let handled = 0;
  const latest = pongoSingleStreamProjection({
    collectionName: 'latest',
    canHandle: types,
    evolve: (_document, { data }) => {
      handled += 1;
      return { ...data };
    },
  });
  return {
    /**
     * Rebuilds one document a stream, that of its last event. Its call may resolve before the end of the log: so what was handled is counted.
     */
    rebuild: async (pulling?: Pulling): Promise<{ handled: number; ms: number }> => {
      handled = 0;
      const consumer = rebuildPostgreSQLProjections({
        connectionString: databaseUrl,
        projections: [latest],
        ...(pulling === undefined ? {} : { pulling }),
      });
      const ms = await timed(() => consumer.start());
      await consumer.close();
      return { handled, ms };
    },
    close: async (): Promise<void> => {
      await store.close();
      await pool.end();
    },
  };
};
