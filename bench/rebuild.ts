import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { readEnvironment } from '../libs/platform/src/index.js';
import { openDatabase, poolOf } from '../libs/read-models/src/index.js';
import { machine, versions } from './machine.js';
import { newPlace, type Place } from './places.js';
import { againstPeer, measurePeer } from './rebuild-peer.js';
import { measureQueries } from './rebuild-queries.js';
import { judgedRecord } from './rebuild-record.js';
import { type Measure, tellRebuild } from './rebuild-report.js';
import { measureSpeed, type Round, speedOf } from './rebuild-speed.js';
import { judge } from './report.js';
import { median } from './statistics.js';

// npm run bench:rebuild -- --events 1000000: a rebuild of all read models against the raw drivers reading and writing the same, in the same run.

const PARTS = ['small', 'queries', 'peer', 'large'];
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    // Those of the large log; each takes minutes.
    'large-rounds': { type: 'string', default: '1' },
    only: { type: 'string', default: PARTS.join() },
  },
});
const [LARGE, ROUNDS, LARGE_ROUNDS] = [Number(values.events), Number(values.rounds), Number(values['large-rounds'])];
const SMALL = Math.max(1, Math.round(LARGE / 10));
const wanted = (part: string): boolean => values.only.split(',').includes(part);

const MEMORY_TARGET_MB = 400;
/** More than this from the small log to the large one is growth, and not the chance of when memory was collected. */
const GROWTH_TARGET = 1.25;
/** The peer takes about a millisecond for each. */
const PEER_EVENTS = 10_000;

const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
const say = (what: string) => console.error(`${new Date().toISOString()} ${what}`);

/** Runs `work` in a place of its own, in which so many events are recorded. */
const inPlace = async <T>(events: number, work: (place: Place, pool: Pool) => Promise<T>): Promise<T> => {
  const place = await newPlace(databaseUrl, kafkaBrokers);
  try {
    if (events > 0) {
      say(`recording ${events} events`);
      await judgedRecord(place, events);
      say('recorded');
    }
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

const mostMB = (rounds: readonly Round[]): number => Math.max(...rounds.map(({ rss }) => rss)) / 1e6;

const memoryOf = (events: number, rounds: readonly Round[]): Measure => ({
  what: `worker's memory, ${events.toLocaleString('en-GB')} events`,
  value: mostMB(rounds),
  unit: 'MB',
  target: `≤ ${MEMORY_TARGET_MB}`,
  verdict: judge(mostMB(rounds), MEMORY_TARGET_MB),
});

const rateOf = (events: number, rounds: readonly Round[]): number => median(rounds.map(({ built }) => (events * 1000) / built));

const run = async (): Promise<Measure[]> => {
  const measures: Measure[] = [];
  let small: readonly Round[] | undefined;
  let large: readonly Round[] | undefined;
  if (wanted('small')) {
    small = await inPlace(SMALL, (place, pool) => measureSpeed(place, pool, SMALL, ROUNDS, ['first', 'after']));
    measures.push(...speedOf(SMALL, small), memoryOf(SMALL, small));
  }
  if (wanted('large')) {
    // Indexes made before COPY are the slower the more rows there are: what does not fit into memory is read again for every row.
    large = await inPlace(LARGE, (place, pool) => measureSpeed(place, pool, LARGE, LARGE_ROUNDS, ['after']));
    measures.push(...speedOf(LARGE, large), memoryOf(LARGE, large));
  }
  if (small !== undefined && large !== undefined) {
    const growth = mostMB(large) / mostMB(small);
    const verdict = judge(growth, GROWTH_TARGET);
    measures.push({ what: 'memory, large ÷ small', value: growth, unit: 'ratio', target: `≤ ${GROWTH_TARGET}`, verdict });
  }
  if (wanted('peer')) {
    const peer = await inPlace(0, (place) => measurePeer(place, PEER_EVENTS));
    const ours = large !== undefined ? rateOf(LARGE, large) : small !== undefined ? rateOf(SMALL, small) : Number.NaN;
    measures.push(...againstPeer(peer, ours));
  }
  if (wanted('queries')) measures.push(...(await inPlace(SMALL, (place, pool) => measureQueries(place, pool, SMALL))));
  return measures;
};

const measures = await run();
tellRebuild({
  benchmark: 'rebuild',
  at: new Date().toISOString(),
  machine: machine(),
  versions: await versions(databaseUrl),
  method: `Medians of ${ROUNDS} rounds (${LARGE_ROUNDS} of ${LARGE.toLocaleString('en-GB')}), raw and rebuild in turn. The worker is a process of its own, as the projector starts it.`,
  measures,
});
