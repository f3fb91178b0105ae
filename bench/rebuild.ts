import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import { openDatabase, poolOf } from '../libs/read-models/src/index.js';
import { machine, versions } from './machine.js';
import { newPlace, type Place } from './places.js';
import { launch } from './processes.js';
import { QueryLoad } from './query-load.js';
import { copyOut, rawConsume, rawCopy } from './raw-rebuild.js';
import { judgedRecord } from './rebuild-data.js';
import { type Measure, tellRebuild } from './rebuild-report.js';
import { rebuildRun } from './rebuild-run.js';
import { judge, type Verdict } from './report.js';
import { quantile } from './statistics.js';

// npm run bench:rebuild -- --events 1000000: a rebuild of all read models against the raw drivers reading and writing the same, in the same run.

const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } } });
const [LARGE, ROUNDS] = [Number(values.events), Number(values.rounds)];
const SMALL = Math.max(1, Math.round(LARGE / 10));

const RATIO_TARGET = 0.6;
const MEMORY_TARGET_MB = 400;
/** More than this from the small log to the large one is growth, and not the chance of when memory was collected. */
const GROWTH_TARGET = 1.25;
const SLOWDOWN_TARGET = 4;
/** Of looking for the rate that can be answered, and of asking without a rebuild, in milliseconds. */
const CAPACITY_MS = 5_000;
const ALONE_MS = 15_000;

const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
const atLeast = (value: number, target: number): Verdict => (value >= target ? 'met' : 'not met');
const median = (all: readonly number[]): number => quantile(all, 0.5);

/** Runs `work` in a place with a record of so many events. */
const withRecord = async <T>(events: number, work: (place: Place, pool: ReturnType<typeof poolOf>) => Promise<T>): Promise<T> => {
  const place = await newPlace(databaseUrl, kafkaBrokers);
  const say = (what: string) => console.error(`${new Date().toISOString()} ${what}`);
  try {
    say(`recording ${events} events`);
    await judgedRecord(place, events);
    say('recorded');
    const database = await openDatabase(place.databaseUrl, 'bench', 4);
    try {
      return await work(place, poolOf(database));
    } finally {
      await database.destroy();
    }
  } finally {
    await place.drop();
  }
};

type Rates = { consume: number; copy: number; built: number; whole: number; rss: number };

/** One round: raw reading, raw writing both ways, and a rebuild. Milliseconds, and bytes. */
const round = async (
  place: Place,
  pool: ReturnType<typeof poolOf>,
  rows: Awaited<ReturnType<typeof copyOut>>,
  events: number,
): Promise<Rates> => {
  const consume = await rawConsume(place, events);
  const copy = Math.min(await rawCopy(place, rows, 'first'), await rawCopy(place, rows, 'after'));
  const { states, rss } = await rebuildRun(place, pool);
  const whole = [...states.values()].reduce((sum, ms) => sum + ms, 0);
  const proof = ['comparing', 'switching'] as const;
  const built = whole - proof.reduce((sum, state) => sum + (states.get(state) ?? 0), 0);
  const seconds = [...states].map(([state, ms]) => `${state} ${(ms / 1000).toFixed(1)} s`).join(', ');
  console.error(`consume ${(consume / 1000).toFixed(1)} s, copy ${(copy / 1000).toFixed(1)} s; ${seconds}`);
  return { consume, copy, built, whole, rss };
};

const measureSpeed = (events: number): Promise<readonly Rates[]> =>
  withRecord(events, async (place, pool) => {
    const rows = await copyOut(place);
    try {
      const rounds: Rates[] = [];
      while (rounds.length < ROUNDS) rounds.push(await round(place, pool, rows, events));
      return rounds;
    } finally {
      await rows.drop();
    }
  });

const speedOf = (events: number, rounds: readonly Rates[]): Measure[] => {
  const rate = (of: (round: Rates) => number) => median(rounds.map((each) => (events * 1000) / of(each)));
  const ratio = (of: (round: Rates) => number) => median(rounds.map((each) => Math.max(each.consume, each.copy) / of(each)));
  const [built, whole] = [ratio((each) => each.built), ratio((each) => each.whole)];
  const target = `≥ ${RATIO_TARGET}`;
  const of = events.toLocaleString('en-GB');
  return [
    { what: `raw consume and parse, ${of}`, value: rate((each) => each.consume), unit: 'events/s' },
    { what: `raw COPY of the same rows and indexes, ${of}`, value: rate((each) => each.copy), unit: 'events/s' },
    { what: `all read models rebuilt, ${of}`, value: rate((each) => each.built), unit: 'events/s' },
    { what: 'rebuilt ÷ the slower raw', value: built, unit: 'ratio', target, verdict: atLeast(built, RATIO_TARGET) },
    { what: 'rebuilt, compared by digests and switched ÷ the slower raw', value: whole, unit: 'ratio' },
  ];
};

const measureQueries = (events: number): Promise<readonly Measure[]> =>
  withRecord(events, async (place, pool) => {
    const env = {
      DATABASE_URL: place.databaseUrl,
      KAFKA_BROKERS: place.brokers.join(','),
      TOPIC_PREFIX: place.topicPrefix,
      PORT: '0',
      HOST: '127.0.0.1',
    };
    const api = launch('api', env);
    const [, url] = await api.said(/listening on (http[^"]+)/);
    const load = new QueryLoad(url!, events);
    try {
      await load.capacity(CAPACITY_MS);
      const capacity = await load.capacity(CAPACITY_MS);
      const until = performance.now() + ALONE_MS;
      const alone = await load.atRate(capacity / 2, () => performance.now() > until);
      let over = false;
      const rebuilding = rebuildRun(place, pool).finally(() => (over = true));
      const during = await load.atRate(capacity / 2, () => over);
      await rebuilding;
      const [before, meanwhile] = [quantile(alone, 0.99), quantile(during, 0.99)];
      const ratio = meanwhile / before;
      return [
        { what: 'status over HTTP, capacity', value: capacity, unit: 'questions/s' },
        { what: 'at half of it, p50', value: quantile(alone, 0.5), unit: 'ms' },
        { what: 'at half of it, p99', value: before, unit: 'ms' },
        { what: 'p50 during a rebuild', value: quantile(during, 0.5), unit: 'ms' },
        { what: 'p99 during a rebuild', value: meanwhile, unit: 'ms' },
        {
          what: 'p99 during ÷ without',
          value: ratio,
          unit: 'ratio',
          target: `≤ ${SLOWDOWN_TARGET}`,
          verdict: judge(ratio, SLOWDOWN_TARGET),
        },
      ];
    } finally {
      load.close();
      await api.stop();
    }
  });

const small = await measureSpeed(SMALL);
const queries = await measureQueries(SMALL);
const large = await measureSpeed(LARGE);
const [smallMB, largeMB] = [small, large].map((rounds) => Math.max(...rounds.map(({ rss }) => rss)) / 1e6) as [number, number];
const growth = largeMB / smallMB;
tellRebuild({
  benchmark: 'rebuild',
  at: new Date().toISOString(),
  machine: machine(),
  versions: await versions(databaseUrl),
  method: `Median of ${ROUNDS} rounds, raw and rebuild in turn. The worker is a process of its own; queries are asked of the real api while all read models of ${SMALL} events are rebuilt.`,
  measures: [
    ...speedOf(SMALL, small),
    ...speedOf(LARGE, large),
    { what: `worker's memory, ${SMALL.toLocaleString('en-GB')} events`, value: smallMB, unit: 'MB' },
    {
      what: `worker's memory, ${LARGE.toLocaleString('en-GB')} events`,
      value: largeMB,
      unit: 'MB',
      target: `≤ ${MEMORY_TARGET_MB}`,
      verdict: judge(largeMB, MEMORY_TARGET_MB),
    },
    { what: 'memory, large ÷ small', value: growth, unit: 'ratio', target: `≤ ${GROWTH_TARGET}`, verdict: judge(growth, GROWTH_TARGET) },
    ...queries,
  ],
});
