import { parseArgs } from 'node:util';
import pg from 'pg';
import { readEnvironment } from '../libs/platform/src/index.js';
import { type Contender, repeat } from './contender.js';
import { inProcess } from './in-process.js';
import { machine, versions } from './machine.js';
import { overHttp } from './over-http.js';
import { newPlace, type Place } from './places.js';
import { rawKafka } from './raw-kafka.js';
import { rawPostgres } from './raw-postgres.js';
import { judge, type Line, tell } from './report.js';
import { type Figures, figuresOf, medianOf } from './statistics.js';

// npm run bench:commands: from a command to its verdict, as ratios to the raw drivers doing the same work in the same run.

/**
 * Cold code is several times slower: after `warm-up` of each kind it is no longer. `times`: of each kind in a round; `turn`: of a kind in a row,
 * all of the round by default. With 1 the raw drivers, too, find the caches as the other one and whatever else runs has left them.
 */
const { values } = parseArgs({
  options: {
    'warm-up': { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '7' },
    times: { type: 'string', default: '400' },
    turn: { type: 'string' },
  },
});
const [WARM_UP, ROUNDS, TIMES] = [Number(values['warm-up']), Number(values.rounds), Number(values.times)];
const TURN = Number(values.turn ?? values.times);

const IN_PROCESS_TARGET = 3;
const OVER_HTTP_TARGET = 5;
const MEMORY_TARGET_MB = 250;

const kinds = [
  'raw Kafka round trip',
  'raw PostgreSQL transaction',
  'command to verdict, in process',
  'command to verdict, over HTTP',
] as const;
type Kind = (typeof kinds)[number];

/** Records as commits of the last commands. */
const recordsOf = async ({ databaseUrl }: Place): Promise<{ key: Buffer; value: Buffer }[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ key: Buffer; value: Buffer }>(
    `SELECT key, value FROM derived.records WHERE verdict = 'accepted' ORDER BY log_offset DESC LIMIT 1000`,
  );
  await client.end();
  return rows;
};

/** A round: every kind in turn, `TURN` times each, until each was done `TIMES` times. */
const inTurn = async (contenders: ReadonlyMap<Kind, Contender>): Promise<Map<Kind, number[]>> => {
  const taken = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
  for (let done = 0; done < TIMES; done += TURN) {
    for (const kind of kinds) taken.get(kind)!.push(...(await repeat(contenders.get(kind)!, Math.min(TURN, TIMES - done))));
  }
  return taken;
};

const linesOf = (rounds: ReadonlyMap<Kind, readonly Figures[]>): Line[] => {
  const figures = new Map(kinds.map((kind) => [kind, medianOf(rounds.get(kind)!)]));
  const raw = figures.get('raw Kafka round trip')!.p50 + figures.get('raw PostgreSQL transaction')!.p50;
  const n = ROUNDS * TIMES;
  const against = (kind: Kind, target: number): Line => {
    const ratio = figures.get(kind)!.p50 / raw;
    return { work: kind, ...figures.get(kind)!, n, ratio, target, verdict: judge(ratio, target) };
  };
  return [
    ...kinds.slice(0, 2).map((kind) => ({ work: kind, ...figures.get(kind)!, n })),
    against('command to verdict, in process', IN_PROCESS_TARGET),
    against('command to verdict, over HTTP', OVER_HTTP_TARGET),
  ];
};

const run = async (): Promise<void> => {
  const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
  const opened: (() => Promise<void>)[] = [];
  const place = async (): Promise<Place> => {
    const made = await newPlace(databaseUrl, kafkaBrokers);
    opened.unshift(() => made.drop());
    return made;
  };
  const contenders = new Map<Kind, Contender>();
  const enter = async <C extends Contender>(kind: Kind, contender: Promise<C>): Promise<C> => {
    const made = await contender;
    opened.unshift(() => made.close());
    contenders.set(kind, made);
    await repeat(made, WARM_UP);
    return made;
  };
  try {
    const here = await place();
    const there = await place();
    const http = await enter('command to verdict, over HTTP', overHttp(there));
    await enter('command to verdict, in process', inProcess(here));
    await enter('raw Kafka round trip', rawKafka(here, await recordsOf(here)));
    await enter('raw PostgreSQL transaction', rawPostgres(here.databaseUrl));

    const rounds = new Map<Kind, Figures[]>(kinds.map((kind) => [kind, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [kind, times] of await inTurn(contenders)) rounds.get(kind)!.push(figuresOf(times));
    }
    const memory = Object.entries(http.memory()).map(([process, bytes]) => {
      const rssMB = bytes / 1e6;
      return { process, rssMB, target: MEMORY_TARGET_MB, verdict: judge(rssMB, MEMORY_TARGET_MB) };
    });
    tell({
      benchmark: 'commands',
      at: new Date().toISOString(),
      machine: machine(),
      versions: await versions(databaseUrl),
      method: `Median of ${ROUNDS} rounds of ${TIMES} of each, ${TURN} of a kind in a row, after ${WARM_UP} of each to warm up; ratio of p50 to the sum of the two raw ones.`,
      lines: linesOf(rounds),
      memory,
    });
  } finally {
    for (const close of opened) await close();
  }
};

await run();
