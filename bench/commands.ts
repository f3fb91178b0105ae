import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import { recordsOf } from './committed.js';
import { type Contender, repeat } from './contender.js';
import { emmettVersion, openEmmett } from './emmett.js';
import { inProcess } from './in-process.js';
import { machine, versions } from './machine.js';
import { overHttp } from './over-http.js';
import { newPlace, type Place } from './places.js';
import { rawKafka } from './raw-kafka.js';
import { rawPostgres } from './raw-postgres.js';
import { held, heldAgainst, judge, type Line, tell } from './report.js';
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

const TARGET = { raw: 2, emmett: 1, overHttp: 2 };
const MEMORY_TARGET_MB = 250;

const kinds = [
  'raw Kafka round trip',
  'raw PostgreSQL transaction',
  'command to verdict, in process',
  'command to verdict, over HTTP',
  'Emmett append with an inline projection',
] as const;
type Kind = (typeof kinds)[number];

/** A round: every kind in turn, `TURN` times each, until each was done `TIMES` times. */
const inTurn = async (contenders: ReadonlyMap<Kind, Contender>): Promise<Map<Kind, number[]>> => {
  const taken = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
  for (let done = 0; done < TIMES; done += TURN) {
    for (const kind of kinds) taken.get(kind)!.push(...(await repeat(kind, contenders.get(kind)!, Math.min(TURN, TIMES - done))));
  }
  return taken;
};

const linesOf = (rounds: ReadonlyMap<Kind, readonly Figures[]>): Line[] => {
  const figures = new Map(kinds.map((kind) => [kind, medianOf(rounds.get(kind)!)]));
  const line = (kind: Kind): Line => ({ work: kind, ...figures.get(kind)!, n: ROUNDS * TIMES });
  const p50 = (kind: Kind): number => figures.get(kind)!.p50;
  const [kafka, postgres, local, http, emmett] = kinds;
  return [
    line(kafka),
    line(postgres),
    ...heldAgainst(
      line(local),
      held('the two raw ones', p50(local) / (p50(kafka) + p50(postgres)), '≤', TARGET.raw),
      held('Emmett', p50(local) / p50(emmett), '≤', TARGET.emmett),
    ),
    ...heldAgainst(line(http), held('in process', p50(http) / p50(local), '≤', TARGET.overHttp)),
    line(emmett),
  ] as Line[];
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
    await repeat(kind, made, WARM_UP);
    return made;
  };
  try {
    const here = await place();
    const there = await place();
    const http = await enter('command to verdict, over HTTP', overHttp(there));
    await enter('command to verdict, in process', inProcess(here));
    await enter('raw Kafka round trip', rawKafka(here, await recordsOf(here)));
    await enter('raw PostgreSQL transaction', rawPostgres(here.databaseUrl));
    await enter('Emmett append with an inline projection', openEmmett(await place(), { inline: true }));

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
      versions: { ...(await versions(databaseUrl)), emmett: emmettVersion() },
      method: `Median of ${ROUNDS} rounds of ${TIMES} of each, ${TURN} of a kind in a row, after ${WARM_UP} of each to warm up. Ratios are of p50.`,
      lines: linesOf(rounds),
      memory,
    });
  } finally {
    for (const close of opened) await close();
  }
};

await run();
