import Table from 'cli-table3';
import type { CaughtUp } from './catch-up.js';
import type { Used } from './growth-use.js';
import { judge, type Run, tellRun, type Verdict, WITHOUT_LINES } from './report.js';

/** What was measured at one size of the record. */
export type Stage = {
  readonly commits: number;
  readonly caughtUp: CaughtUp;
  readonly used: Used;
  /** Of all that is in the log by then, in bytes. */
  readonly logBytes: number;
  readonly databaseBytes: number;
  /** Tables with their indexes, in bytes, the largest first. */
  readonly tables: readonly { readonly name: string; readonly bytes: number }[];
  /** The most that each held up to then, in bytes. */
  readonly rss: { readonly api: number; readonly projector: number };
  /** Of the api, after all this, in bytes: what is in use, what is reserved for it, and what is outside of the heap. */
  readonly heap: { readonly used: number; readonly total: number; readonly external: number };
};
export type Several = { readonly projectors: number; readonly caughtUp: CaughtUp };
export type GrowthReport = Run<'growth'> & {
  readonly stages: readonly Stage[];
  readonly several: readonly Several[];
  readonly growth: readonly Growth[];
};

/** One figure at every size. */
export type Growth = {
  readonly what: string;
  readonly values: readonly number[];
  /** It grows as the number of commits to this power: 0 is not at all, 1 is in proportion. Fitted over the last sizes. */
  readonly power: number;
  /** By that power, and not measured. */
  readonly extrapolated: number;
  readonly target?: number;
  readonly verdict?: Verdict;
};

const EXTRAPOLATED_TO = 10_000_000;
/** Sizes that are smaller than the last one by more than this say little about what comes after it. */
const FITTED_WITHIN = 20;
const TARGET_MB = { api: 250, projector: 400 };
/** At this size, or at the last one where it is smaller. */
const TARGET_AT = 1_000_000;

/** Least squares of the logarithms. */
const fitted = (points: readonly (readonly [number, number])[]): { power: number; at: (x: number) => number } => {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (of: 0 | 1) => logs.reduce((sum, log) => sum + log[of], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const power = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0) / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
  return { power, at: (size) => Math.exp(y + power * (Math.log(size) - x)) };
};

const MB = 1e6;

/** Milliseconds where nothing else is said. */
const FIGURES: readonly (readonly [string, (stage: Stage) => number])[] = [
  ['caught up, commits a second', ({ caughtUp }) => caughtUp.perSecond],
  ['projector, processor ms a commit', ({ caughtUp }) => caughtUp.projectorMs],
  ['PostgreSQL, processor ms a commit', ({ caughtUp }) => caughtUp.postgresMs],
  ['transactions a commit', ({ caughtUp }) => caughtUp.transactions],
  ['write-ahead log, bytes a commit', ({ caughtUp }) => caughtUp.walBytes],
  ['log, bytes a commit', ({ logBytes, commits }) => logBytes / commits],
  ['database, bytes a commit', ({ databaseBytes, commits }) => databaseBytes / commits],
  ['SELECT 1 meanwhile, p50', ({ used }) => used.roundTrip.p50],
  ['command, new stream, p50', ({ used }) => used.newStream.p50],
  ['command, new stream, p95', ({ used }) => used.newStream.p95],
  ['command, long stream, p50', ({ used }) => used.longStream.p50],
  ['command, long stream, p95', ({ used }) => used.longStream.p95],
  ['  the next one to it, p50', ({ used }) => used.longStreamAgain.p50],
  ['command, new stream, processor ms', ({ used }) => used.cpuMs.command],
  ['status now, p50', ({ used }) => used.status.p50],
  ['  asked again, p50', ({ used }) => used.statusAgain.p50],
  ['severity, p50', ({ used }) => used.severity.p50],
  ['  asked again, p50', ({ used }) => used.severityAgain.p50],
  ['question, processor ms', ({ used }) => used.cpuMs.question],
  ['api, heap in use, MB', ({ heap }) => heap.used / MB],
  ['api, heap reserved, MB', ({ heap }) => heap.total / MB],
  ['api, most resident, MB', ({ rss }) => rss.api / MB],
  ['projector, most resident, MB', ({ rss }) => rss.projector / MB],
];

/** Every figure at every size, and what is to be expected of more. */
export const growthOf = (stages: readonly Stage[]): Growth[] => {
  const last = stages.at(-1)!.commits;
  const judgedAt = stages.findLastIndex(({ commits }) => commits <= TARGET_AT);
  return FIGURES.map(([what, of]) => {
    const near = stages.filter(({ commits }) => commits * FITTED_WITHIN >= last);
    const { power, at } = fitted(near.map((stage) => [stage.commits, of(stage)]));
    const target = what.endsWith('most resident, MB') ? TARGET_MB[what.startsWith('api') ? 'api' : 'projector'] : undefined;
    const values = stages.map(of);
    const held = target === undefined ? {} : { target, verdict: judge(values[judgedAt]!, target) };
    return { what, values, power, extrapolated: at(EXTRAPOLATED_TO), ...held };
  });
};

const figure = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 1 ? 3 : 2));
const counted = (count: number): string => count.toLocaleString('en');

/** Tables for people; what they hold also goes to `.data/bench` as JSON. */
export const tellGrowth = (report: GrowthReport): void => {
  const { stages, several, growth } = report;
  const sizes = stages.map(({ commits }) => counted(commits));
  const all = new Table({
    head: ['commits', ...sizes, 'power', `${counted(EXTRAPOLATED_TO)}, extrapolated`, 'target', ''],
    colAligns: ['left', ...sizes.map(() => 'right' as const), 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
    chars: WITHOUT_LINES,
  });
  for (const { what, values, power, extrapolated, target, verdict } of growth) {
    const bound = target === undefined ? '' : `≤ ${target}`;
    all.push([what, ...values.map(figure), power.toFixed(2), figure(extrapolated), bound, verdict ?? '']);
  }
  console.log(all.toString());
  const { tables, databaseBytes } = stages.at(-1)!;
  const share = ({ name, bytes }: Stage['tables'][number]) => `${name} ${Math.round((bytes * 100) / databaseBytes)} %`;
  console.log(`Of the database at ${sizes.at(-1)} commits: ${tables.map(share).join(', ')}.`);
  if (several.length > 0) console.log(severalTable(several));
  tellRun(report);
};

const severalTable = (several: readonly Several[]): string => {
  const first = several[0]!.caughtUp;
  const table = new Table({
    head: ['projectors', 'commits a second', 'ratio', 'transactions a commit', 'projectors, ms a commit', 'PostgreSQL, ms a commit'],
    colAligns: ['right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
    chars: WITHOUT_LINES,
  });
  for (const { projectors, caughtUp } of several) {
    const { perSecond, transactions, projectorMs, postgresMs } = caughtUp;
    table.push([projectors, ...[perSecond, perSecond / first.perSecond, transactions, projectorMs, postgresMs].map(figure)]);
  }
  return table.toString();
};
