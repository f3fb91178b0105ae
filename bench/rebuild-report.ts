import Table from 'cli-table3';
import { type Run, tellRun, type Verdict } from './report.js';

/** One figure, and what it is held against. */
export type Measure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
  readonly verdict?: Verdict;
};
export type RebuildReport = Run<'rebuild'> & {
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
