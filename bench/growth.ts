import { parseArgs } from 'node:util';
import pg from 'pg';
import { ensureTopic, type EventLog, openKafkaEventLog } from '../libs/event-log/src/index.js';
import { readEnvironment } from '../libs/platform/src/index.js';
import { migrate } from '../libs/read-models/src/index.js';
import { catchUp, cpuOf } from './catch-up.js';
import { History, SITUATIONS } from './growth-history.js';
import { growthOf, type Several, type Stage, tellGrowth } from './growth-report.js';
import { Use } from './growth-use.js';
import { openConnection } from './http-connection.js';
import { machine, versions } from './machine.js';
import { patiently } from './patiently.js';
import { newPlace, type Place } from './places.js';
import { type Application, launch } from './processes.js';
import { produceCommits } from './produced.js';
import { serverCosts, spent } from './server-costs.js';

// npm run bench:growth -- --commits 2000000: what a commit, a command and a question cost as the record grows, and what the processes hold.

const { values } = parseArgs({
  options: {
    commits: { type: 'string', default: '2000000' },
    // Of each kind at each size.
    commands: { type: 'string', default: '300' },
    backlog: { type: 'string', default: '100000' },
    projectors: { type: 'string', default: '1,2,4' },
  },
});
const [COMMITS, COMMANDS, BACKLOG] = [Number(values.commits), Number(values.commands), Number(values.backlog)];
const PROJECTORS = values.projectors === '' ? [] : values.projectors.split(',').map(Number);
const SIZES = [...[10_000, 100_000, 1_000_000].filter((size) => size < COMMITS), COMMITS];
const LARGEST_TABLES = 8;

const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
const say = (what: string) => console.error(`${new Date().toISOString()} ${what}`);

type Site = { readonly place: Place; readonly log: EventLog; readonly client: pg.Client };

/** Runs `work` on a log and a database of its own. */
const onSite = async <T>(work: (site: Site) => Promise<T>): Promise<T> => {
  const place = await newPlace(databaseUrl, kafkaBrokers);
  const client = new pg.Client({ connectionString: place.databaseUrl });
  try {
    const warn = (message: string, error?: unknown) => console.error(message, error ?? '');
    const settings = { brokers: place.brokers, topic: `${place.topicPrefix}.commits`, clientId: 'bench', warn };
    await Promise.all([client.connect(), migrate(place.databaseUrl), patiently(() => ensureTopic(settings))]);
    const log = await openKafkaEventLog(settings);
    try {
      return await work({ place, log, client });
    } finally {
      await log.close();
    }
  } finally {
    await client.end();
    await place.drop();
  }
};

const sizeOf = async (client: pg.Client): Promise<Pick<Stage, 'databaseBytes' | 'tables'>> => {
  const { rows: tables } = await client.query<{ name: string; bytes: number }>(
    `SELECT relname AS name, pg_total_relation_size(oid)::float8 AS bytes FROM pg_class
     WHERE relnamespace = 'derived'::regnamespace AND relkind = 'r' ORDER BY 2 DESC LIMIT $1`,
    [LARGEST_TABLES],
  );
  const { rows } = await client.query<{ bytes: number }>('SELECT pg_database_size(current_database())::float8 AS bytes');
  return { databaseBytes: rows[0]!.bytes, tables };
};

const heapOf = async (url: string): Promise<Stage['heap']> => {
  const told = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(told)?.[1]);
  const [used, total] = [value('nodejs_heap_size_used_bytes'), value('nodejs_heap_size_total_bytes')];
  return { used, total, external: value('nodejs_external_memory_bytes') };
};

/** The same record, the same api, larger and larger. */
const measureGrowth = ({ place, log, client }: Site): Promise<Stage[]> =>
  withApi(place, async (startApi) => {
    const history = new History(COMMITS);
    const stages: Stage[] = [];
    let [recorded, logBytes] = [0, 0];
    for (const commits of SIZES) {
      say(`writing to the log, up to ${commits} commits`);
      logBytes += await produceCommits(place, log.partitions, history.commits(recorded, commits));
      recorded = commits;
      say('catching up');
      const { figures: caughtUp, running } = await catchUp(place, log, client, 1);
      try {
        say(`${Math.round(caughtUp.perSecond)} commits a second`);
        // As it comes about in time.
        await client.query('VACUUM ANALYZE');
        const { api, url } = await startApi();
        const connection = await openConnection(url);
        const countCpu = async () => {
          const applications = [api, ...running];
          const before = { costs: await serverCosts(client), own: await cpuOf(applications) };
          return async () => (await cpuOf(applications)) - before.own + spent(before.costs, await serverCosts(client)).cpuSeconds;
        };
        const use = new Use({ connection, history, recorded, commands: COMMANDS, roundTrip: () => client.query('SELECT 1'), countCpu });
        const used = await use.use().finally(() => connection.close());
        const rss = { api: await api.mostHeld(), projector: await running[0]!.mostHeld() };
        const stage: Stage = { commits, caughtUp, used, logBytes, ...(await sizeOf(client)), rss, heap: await heapOf(url) };
        stages.push(stage);
        // The next size takes its time: what is known by then is not lost where somebody does not wait for it.
        say(JSON.stringify(stage));
      } finally {
        await running[0]!.stop();
      }
    }
    return stages;
  });

/** One api, begun when it is first wanted. */
const withApi = async <T>(place: Place, work: (start: () => Promise<{ api: Application; url: string }>) => Promise<T>): Promise<T> => {
  let begun: Promise<{ api: Application; url: string }> | undefined;
  const begin = async () => {
    const api = launch('api', place);
    const [, url] = await api.said(/listening on (http[^"]+)/);
    return { api, url: url! };
  };
  try {
    return await work(() => (begun ??= begin()));
  } finally {
    await (await begun)?.api.stop();
  }
};

/** The same backlog, each time from its beginning, by more and more projectors. */
const measureSeveral = async ({ place, log, client }: Site): Promise<Several[]> => {
  const several: Several[] = [];
  say(`writing ${BACKLOG} commits to another log`);
  await produceCommits(place, log.partitions, new History(BACKLOG).commits(0, BACKLOG));
  for (const projectors of PROJECTORS) {
    say(`catching up with ${projectors}`);
    const { figures, running } = await catchUp(place, log, client, projectors);
    await Promise.all(running.map((projector) => projector.stop()));
    several.push({ projectors, caughtUp: figures });
    await client.query('DROP SCHEMA derived CASCADE');
    await migrate(place.databaseUrl);
  }
  return several;
};

const stages = await onSite(measureGrowth);
const several = PROJECTORS.length === 0 ? [] : await onSite(measureSeveral);
const here = machine();
tellGrowth({
  benchmark: 'growth',
  at: new Date().toISOString(),
  machine: here,
  versions: await versions(databaseUrl),
  method:
    `${SITUATIONS} situations in all partitions. One projector, started anew at each size, catches up with what was written to the log past the api; figures of a commit are of the second half of that. ` +
    `Then one and the same api is asked one thing at a time: ${COMMANDS} commands of each kind, and status and severity of every situation. ` +
    `Powers are fitted over the last sizes; the last column is EXTRAPOLATED by them, and supposes that what is read often still fits into memory. ` +
    `Several projectors: ${BACKLOG.toLocaleString('en')} commits, from an empty database each time. Everything shares the ${here.cores} cores of this machine: how far several scale cannot show here, what a commit costs can.`,
  stages,
  several,
  growth: growthOf(stages),
});
