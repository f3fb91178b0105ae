import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import type { Machine } from './machine.js';
import type { Figures } from './statistics.js';

export type Verdict = 'met' | 'not met';
/** Which side of the target is right. */
export type Bound = '≤' | '≥';

/** What one kind of work is held against. */
export type Held = {
  /** What the ratio is to. */
  readonly against?: string;
  /** Of p50, or of the rate where the target is one of throughput; a plain value where `unit` says so. */
  readonly ratio?: number;
  readonly target?: number;
  /** ≤ where absent. */
  readonly bound?: Bound;
  /** Of `ratio` and `target`, where they are no ratio: ms, MB. */
  readonly unit?: string;
  readonly verdict?: Verdict;
};
/** `n` operations, timed one by one. */
export type Line = Figures & Held & { readonly work: string; readonly n: number };
/** Work that was timed as a whole, over `n` things. */
export type Total = Held & { readonly work: string; readonly n: number; readonly perSecond?: number };
export type MemoryLine = { readonly process: string; readonly rssMB: number; readonly target: number; readonly verdict: Verdict };
/** How and where something was measured. */
export type Run<Benchmark extends string = string> = {
  readonly benchmark: Benchmark;
  /** RFC 3339. */
  readonly at: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly method: string;
};
export type Report = Run & {
  readonly lines: readonly (Line | Total)[];
  readonly memory: readonly MemoryLine[];
};

export const judge = (value: number, target: number, bound: Bound = '≤'): Verdict =>
  (bound === '≤' ? value <= target : value >= target) ? 'met' : 'not met';

/** A ratio with its verdict. */
export const held = (against: string, ratio: number, bound: Bound, target: number): Held => ({
  against,
  ratio,
  target,
  bound,
  verdict: judge(ratio, target, bound),
});

/** One line for each thing that the work is held against; the figures stand in the first. */
export const heldAgainst = <L extends Line | Total>(line: L, ...all: readonly Held[]): (Line | Total)[] =>
  all.map((one, i) => (i === 0 ? { ...line, ...one } : { work: line.work, n: line.n, ...one }));

const figure = (value: number | undefined, digits = 2): string => (value === undefined ? '' : value.toFixed(digits));
const timesOf = (line: Line | Total): Partial<Figures> => ('p50' in line ? line : {});

/** A table for people; what it holds also goes to `.data/bench` as JSON. */
export const tell = (report: Report): void => {
  const { lines, memory } = report;
  const timings = new Table({
    head: ['work', 'p50 ms', 'p95 ms', 'p99 ms', 'per second', 'n', 'against', 'ratio', 'target', ''],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
    chars: WITHOUT_LINES,
  });
  let before: string | undefined;
  for (const line of lines) {
    const { work, n, perSecond, against, ratio, target, bound = '≤', unit, verdict } = line;
    const { p50, p95, p99 } = timesOf(line);
    const again = work === before;
    before = work;
    timings.push([
      again ? '' : work,
      figure(p50),
      figure(p95),
      figure(p99),
      figure(perSecond, 0),
      again ? '' : n,
      against ?? '',
      `${figure(ratio)}${unit === undefined ? '' : ` ${unit}`}`,
      target === undefined ? '' : `${bound} ${target}${unit === undefined ? '' : ` ${unit}`}`,
      verdict ?? '',
    ]);
  }
  console.log(timings.toString());
  if (memory.length > 0) console.log(memoryTable(memory));
  tellRun(report);
};

/** How and where it was measured; all of the report goes to `.data/bench` as JSON. */
export const tellRun = (report: Run): void => {
  const { machine, versions, method } = report;
  console.log(method);
  console.log(`${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.platform}, load ${machine.load}`);
  console.log(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  console.log(`JSON: ${write(report)}`);
};

/** Between the rows. */
export const WITHOUT_LINES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

const memoryTable = (memory: readonly MemoryLine[]): string => {
  const resident = new Table({
    head: ['memory', 'RSS MB', 'target', ''],
    colAligns: ['left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
    chars: WITHOUT_LINES,
  });
  for (const { process, rssMB, target, verdict } of memory) resident.push([process, figure(rssMB, 0), `≤ ${target}`, verdict]);
  return resident.toString();
};

const write = (report: Pick<Report, 'benchmark'>): string => {
  const directory = fileURLToPath(new URL('../../.data/bench/', import.meta.url));
  const path = `${directory}${report.benchmark}.json`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
  return path;
};
