import Table from 'cli-table3';
import type { Machine } from './machine.js';
import { tellRun, type Verdict } from './report.js';

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
  const { measures } = report;
  const table = new Table({
    head: ['measured', 'value', 'unit', 'target', ''],
    colAligns: ['left', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { what, value, unit, target, verdict } of measures) {
    table.push([what, value >= 100 ? Math.round(value) : value.toFixed(2), unit, target ?? '', verdict ?? '']);
  }
  console.log(table.toString());
  tellRun(report);
};
