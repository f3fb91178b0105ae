import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import type { Machine } from './machine.js';
import type { Figures } from './statistics.js';

export type Verdict = 'met' | 'not met';
export type Line = Figures & {
  readonly work: string;
  readonly n: number;
  readonly ratio?: number;
  readonly target?: number;
  readonly verdict?: Verdict;
};
export type MemoryLine = { readonly process: string; readonly rssMB: number; readonly target: number; readonly verdict: Verdict };
export type Report = {
  readonly benchmark: string;
  readonly at: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly method: string;
  readonly lines: readonly Line[];
  readonly memory: readonly MemoryLine[];
};

export const judge = (value: number, target: number): Verdict => (value <= target ? 'met' : 'not met');

const figure = (value: number | undefined, digits = 2): string => (value === undefined ? '' : value.toFixed(digits));

/** A table for people; what it holds also goes to `.data/bench` as JSON. */
export const tell = (report: Report): void => {
  const { machine, versions, lines, memory } = report;
  const timings = new Table({
    head: ['work', 'p50 ms', 'p99 ms', 'n', 'ratio', 'target', ''],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { work, p50, p99, n, ratio, target, verdict } of lines) {
    timings.push([work, figure(p50), figure(p99), n, figure(ratio), target === undefined ? '' : `≤ ${target}`, verdict ?? '']);
  }
  const resident = new Table({
    head: ['memory', 'RSS MB', 'target', ''],
    colAligns: ['left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { process, rssMB, target, verdict } of memory) resident.push([process, figure(rssMB, 0), `< ${target}`, verdict]);

  console.log(`${timings.toString()}\n${resident.toString()}\n${report.method}`);
  console.log(`${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.platform}, load ${machine.load}`);
  console.log(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  console.log(`JSON: ${write(report)}`);
};

const write = (report: Report): string => {
  const directory = fileURLToPath(new URL('../../.data/bench/', import.meta.url));
  const path = `${directory}${report.benchmark}.json`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
  return path;
};
