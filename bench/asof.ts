import { parseArgs } from 'node:util';
import { readEnvironment } from '../libs/platform/src/index.js';
import {
  type AsOf,
  diff,
  migrate,
  openDatabase,
  poolOf,
  RememberedRows,
  RememberedStatuses,
  severityHistory,
  StatedKeys,
  travelStatus,
} from '../libs/read-models/src/index.js';
import { ALL_YEAR, crisisAt, fill, NOTICE_EVERY_MS, noticeAt, reportAt, START } from './asof-data.js';
import { timed } from './contender.js';
import { machine, versions } from './machine.js';
import { newPlace } from './places.js';
import { type Held, held, heldAgainst, judge, type Line, tell, type Total } from './report.js';
import { type Figures, figuresOf, medianOf } from './statistics.js';

// npm run bench:asof: questions about the past, as the record grows, against one indexed look-up in the same run.

/** Notices of the large situation; the small one has a tenth, and so has that with the most reports. */
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '5' } } });
const LARGE = Number(values.events);
const SMALL = Math.round(LARGE / 10);
const CHRONICLE = 150;
const [WARM_UP, ROUNDS, TIMES] = [200, Number(values.rounds), 200];
const RAW_TARGET = 5;
const GROWTH_TARGET = 1.3;
const HISTORY_MS = { chronicle: 50, reports: 250 };
const DIFF_MS = 100;

const counted = (count: number): string => count.toLocaleString('en');

/** A moment in the middle of what was recorded, another each time. */
const moment = (count: number, n: number): string => new Date(START + ((n * 7_919) % count) * NOTICE_EVERY_MS).toISOString();
const asOf = (count: number, n: number, offset: number): AsOf => {
  const at = moment(count, n);
  return { clock: n % 2 === 0 ? 'recorded' : 'published', validAt: at, knownAt: at, position: { partition: 0, offset } };
};

const { databaseUrl, kafkaBrokers, severityRows } = readEnvironment(['databaseUrl', 'kafkaBrokers', 'severityRows'], process.env);
const place = await newPlace(databaseUrl, kafkaBrokers);
await migrate(place.databaseUrl);
const database = await openDatabase(place.databaseUrl, 'bench', 4);
const pool = poolOf(database);
try {
  const status = { make: noticeAt, models: ['travel_status'] };
  await fill(pool, { situation: 'large', from: 0, count: LARGE, ...status });
  await fill(pool, { situation: 'small', from: LARGE, count: SMALL, ...status });
  const severity = { models: ['blockade_severity'] };
  let head = LARGE + SMALL;
  const year = async (situation: string, count: number, make: typeof reportAt | typeof crisisAt, models: readonly string[]) => {
    await fill(pool, { situation, from: head, count, make: (n) => make(n, count), models });
    head += count;
  };
  await year('reports', SMALL, reportAt, severity.models);
  await year('chronicle', CHRONICLE, reportAt, severity.models);
  await year('crisis', CHRONICLE, crisisAt, ['travel_status', 'observations', 'incidents', 'blockade_severity']);
  await pool.query('VACUUM ANALYZE');

  // As the api asks, with as much remembered (`SEVERITY_ROWS`).
  const remembered = new RememberedRows(severityRows);
  const statuses = { remembered: { stated: new StatedKeys(), statuses: new RememberedStatuses(), table: 1 } };
  const history = (situation: string, rows: () => RememberedRows) => () =>
    severityHistory(pool, situation, { ...asOf(1, 0, head), knownAt: null }, { ...ALL_YEAR, step: 'day' }, rows());
  const known = () => remembered;
  const nothingKnown = () => new RememberedRows(severityRows);
  const works: Record<string, { times: number; work: (n: number) => Promise<unknown> }> = {
    [`one indexed look-up, ${counted(LARGE)}`]: {
      times: TIMES,
      work: (n) =>
        pool.query({
          name: 'raw',
          text: `SELECT value FROM derived.travel_status WHERE situation = 'large' AND key = $1 AND day <= $2::date ORDER BY day DESC, seq DESC LIMIT 1`,
          values: ['US-STATE/ML/departure', moment(LARGE, n).slice(0, 10)],
        }),
    },
    [`status as of a moment, one authority, ${counted(SMALL)}`]: {
      times: TIMES,
      work: (n) => travelStatus(pool, 'small', asOf(SMALL, n, head), { authority: 'US-STATE', ...statuses }),
    },
    [`status as of a moment, one authority, ${counted(LARGE)}`]: {
      times: TIMES,
      work: (n) => travelStatus(pool, 'large', asOf(LARGE, n, head), { authority: 'US-STATE', ...statuses }),
    },
    [`status as of a moment, seven authorities, ${counted(SMALL)}`]: {
      times: TIMES,
      work: (n) => travelStatus(pool, 'small', asOf(SMALL, n, head), statuses),
    },
    [`status as of a moment, seven authorities, ${counted(LARGE)}`]: {
      times: TIMES,
      work: (n) => travelStatus(pool, 'large', asOf(LARGE, n, head), statuses),
    },
    [`severity by day over a year, ${CHRONICLE} reports`]: { times: 20, work: history('chronicle', known) },
    [`severity by day over a year, ${CHRONICLE} reports, the first question`]: { times: 20, work: history('chronicle', nothingKnown) },
    [`severity by day over a year, ${counted(SMALL)} reports`]: { times: 3, work: history('reports', known) },
    [`severity by day over a year, ${counted(SMALL)} reports, the first question`]: { times: 3, work: history('reports', nothingKnown) },
    [`diff of a year, ${CHRONICLE} reports and notices`]: {
      times: 20,
      work: () =>
        diff(
          pool,
          'crisis',
          {
            ...ALL_YEAR,
            clock: 'published',
            position: { partition: 0, offset: head },
            sourcesPosition: { partition: 1, offset: -1 },
            limit: 500,
          },
          remembered,
        ),
    },
  };
  const rounds = new Map<string, Figures[]>();
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, { times, work }] of Object.entries(works)) {
      const taken: number[] = [];
      for (let n = 0; n < (round < 0 ? Math.min(WARM_UP, times) : times); n++)
        taken.push(await timed(() => work(n + round * times + 1_000)));
      if (round >= 0) rounds.set(name, [...(rounds.get(name) ?? []), figuresOf(taken)]);
    }
  }

  const [raw, oneSmall, oneLarge, allSmall, allLarge, chronicle, chronicleFirst, reports, reportsFirst, changes] = Object.keys(works).map(
    (work) => ({
      work,
      n: ROUNDS * works[work]!.times,
      ...medianOf(rounds.get(work)!),
    }),
  ) as [Line, Line, Line, Line, Line, Line, Line, Line, Line, Line];
  const against = (line: Line, other: Line, target: number, what: string): Held => held(what, line.p50 / other.p50, '≤', target);
  const within = (line: Line, target: number): Line => ({ ...line, ratio: line.p50, target, unit: 'ms', verdict: judge(line.p50, target) });
  const ofAll = (line: Line, itself: Line): readonly (Line | Total)[] =>
    heldAgainst(line, against(line, raw, RAW_TARGET, 'look-up'), against(line, itself, GROWTH_TARGET, `itself at ${counted(SMALL)}`));
  tell({
    benchmark: 'asof',
    at: new Date().toISOString(),
    machine: machine(),
    versions: await versions(databaseUrl),
    method: `Median of ${ROUNDS} rounds, in process, warm. Ratios of p50; of severity and diff, milliseconds.`,
    lines: [
      raw,
      oneSmall,
      allSmall,
      ...ofAll(oneLarge, oneSmall),
      ...ofAll(allLarge, allSmall),
      within(chronicle, HISTORY_MS.chronicle),
      within(chronicleFirst, HISTORY_MS.chronicle),
      within(reports, HISTORY_MS.reports),
      reportsFirst,
      within(changes, DIFF_MS),
    ],
    memory: [],
  });
} finally {
  await database.destroy();
  await place.drop();
}
