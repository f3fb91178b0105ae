import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import { type AtOnce, atOnce } from './at-once.js';
import { recordsOf } from './committed.js';
import type { Contender } from './contender.js';
import { emmettVersion, openEmmett } from './emmett.js';
import { inProcess } from './in-process.js';
import { machine, versions } from './machine.js';
import { overHttp } from './over-http.js';
import { newPlace, type Place } from './places.js';
import { rawSends } from './raw-sends.js';
import { type Held, held, heldAgainst, type Line, tell } from './report.js';
import { type Figures, medianOf } from './statistics.js';

// npm run bench:writers: many commands at once to one partition, against raw single sends and Emmett in the same run.

const { values } = parseArgs({
  options: {
    'warm-up': { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    writers: { type: 'string', default: '1,16,64,256' },
    /** Only works whose names hold this: for a profile, or a quick look. */
    only: { type: 'string', default: '' },
  },
});
const [WARM_UP_S, ROUNDS, SECONDS] = [Number(values['warm-up']), Number(values.rounds), Number(values.seconds)];
const WRITERS = values.writers.split(',').map(Number);

/** What the single sends and Emmett are measured with. */
const PEERS_AT = 64;
const RAW = `raw single sends, ${PEERS_AT} at once`;
const EMMETT = `Emmett, ${PEERS_AT} writers`;
const EMMETT_INLINE = `Emmett, inline projection, ${PEERS_AT} writers`;
const counted = (writers: number): string => `${writers} ${writers === 1 ? 'writer' : 'writers'}`;
const inProcessOf = (writers: number): string => `in process, ${counted(writers)}`;
const overHttpOf = (writers: number): string => `over HTTP, ${counted(writers)}`;

const TARGET = { rawInProcess: 0.8, emmett: 2, rawOverHttp: 0.5, tail: 8 };

type Work = { readonly name: string; readonly writers: number; readonly contender: Contender };

const heldOf = (figures: ReadonlyMap<string, Figures>, work: string): readonly Held[] => {
  const rate = (name: string): number => figures.get(name)?.perSecond ?? Number.NaN;
  const against = (other: string, bound: number): Held[] => (figures.has(other) ? [held(other, rate(work) / rate(other), '≥', bound)] : []);
  const { p50, p99 } = figures.get(work)!;
  if (work === inProcessOf(64)) {
    return [...against(RAW, TARGET.rawInProcess), ...against(EMMETT, TARGET.emmett), ...against(EMMETT_INLINE, TARGET.emmett)];
  }
  if (work === overHttpOf(256)) return [...against(RAW, TARGET.rawOverHttp), held('p99 to its p50', p99 / p50, '≤', TARGET.tail)];
  return [];
};

const run = async (): Promise<void> => {
  const { databaseUrl, kafkaBrokers } = readEnvironment(['databaseUrl', 'kafkaBrokers'], process.env);
  const opened: (() => Promise<void>)[] = [];
  const place = async (): Promise<Place> => {
    const made = await newPlace(databaseUrl, kafkaBrokers);
    opened.unshift(() => made.drop());
    return made;
  };
  const works: Work[] = [];
  const wanted = (name: string): boolean => name.includes(values.only);
  const enter = async (name: string, writers: number, contender: Contender): Promise<void> => {
    if (!wanted(name)) return;
    works.push({ name, writers, contender });
    await atOnce(contender, writers, WARM_UP_S);
  };
  const open = async <C extends Contender>(contender: Promise<C>): Promise<C> => {
    const made = await contender;
    opened.unshift(() => made.close());
    return made;
  };
  try {
    const here = await place();
    const local = await open(inProcess(here));
    for (const writers of WRITERS) await enter(inProcessOf(writers), writers, local);
    if (works.length === 0) await atOnce(local, PEERS_AT, WARM_UP_S);
    await enter(RAW, PEERS_AT, await open(rawSends(here, await recordsOf(here))));
    const names = WRITERS.map(overHttpOf).filter(wanted);
    if (names.length > 0) {
      const http = await open(overHttp(await place(), Math.max(...WRITERS)));
      for (const writers of WRITERS) await enter(overHttpOf(writers), writers, http);
    }
    for (const inline of [false, true]) {
      const name = inline ? EMMETT_INLINE : EMMETT;
      if (wanted(name)) await enter(name, PEERS_AT, await open(openEmmett(await place(), { inline })));
    }

    const rounds = new Map<string, AtOnce[]>(works.map(({ name }) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { name, writers, contender } of works) rounds.get(name)!.push(await atOnce(contender, writers, SECONDS));
    }
    const figures = new Map([...rounds].map(([name, taken]) => [name, medianOf(taken.map((one) => one.figures))]));
    const lines = [...figures].flatMap(([work, figure]) => {
      const line: Line = { work, ...figure, n: rounds.get(work)!.reduce((sum, { n }) => sum + n, 0) };
      const against = heldOf(figures, work);
      return against.length === 0 ? [line] : heldAgainst(line, ...against);
    });
    tell({
      benchmark: 'writers',
      at: new Date().toISOString(),
      machine: machine(),
      versions: { ...(await versions(databaseUrl)), ...(figures.has(EMMETT) ? { emmett: emmettVersion() } : {}) },
      method:
        `Median of ${ROUNDS} rounds of ${SECONDS} s of each, in turn, after ${WARM_UP_S} s of each to warm up; one situation, so one partition. ` +
        'A command is one until its verdict, with live read models. Ratios are of operations per second, unless said otherwise.',
      lines,
      memory: [],
    });
  } finally {
    for (const close of opened) await close();
  }
};

await run();
