import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import type { Machine } from './machine.js';
import type { Verdict } from './report.js';

/** One figure, and what it is held against. */
export type Measure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
  readonly verdict?: Verdict;
};
export type RebuildReport = {
  readonly benchmark: 'rebuild';
  readonly at: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly method: string;
  readonly measures: readonly Measure[];
};

/** A table for people; what it holds also goes to `.data/bench` as JSON. */
export const tellRebuild = (report: RebuildReport): void => {
  const { machine, versions, measures } = report;
  const table = new Table({
    head: ['measured', 'value', 'unit', 'target', ''],
    colAligns: ['left', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { what, value, unit, target, verdict } of measures) {
    table.push([what, value >= 100 ? Math.round(value) : value.toFixed(2), unit, target ?? '', verdict ?? '']);
  }
  const directory = fileURLToPath(new URL('../../.data/bench/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}rebuild.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`${table.toString()}\n${report.method}`);
  console.log(`${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.platform}, load ${machine.load}`);
  console.log(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  console.log(`JSON: ${directory}rebuild.json`);
};
