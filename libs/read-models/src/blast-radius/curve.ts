import type { Json } from '../projection.js';
import type { Period } from './blast-radius.answer.js';

/** A statement in force from `since` (milliseconds) on, where none of higher rank is; unknown from `end`. */
export type Statement = { readonly since: number; readonly end: number | null; readonly value: Json; readonly unknown: Json };

/** What holds from a moment to the next. */
type Step = { readonly from: number; readonly value: Json };

/** What is in force over time; nothing (null) before the first step. `statements` ascend in rank. */
export const curveOf = (statements: readonly Statement[]): readonly Step[] => {
  const ranked = statements.map((statement, rank) => ({ ...statement, rank })).sort((a, b) => a.since - b.since || a.rank - b.rank);
  const inForce: typeof ranked = [];
  for (const statement of ranked) {
    const last = inForce.at(-1);
    if (last !== undefined && statement.rank < last.rank) continue;
    if (last?.since === statement.since) inForce.pop();
    inForce.push(statement);
  }
  return inForce.flatMap(({ since, end, value, unknown }, index): Step[] => {
    const next = inForce[index + 1]?.since ?? Infinity;
    if (end === null || end >= next) return [{ from: since, value }];
    return end <= since
      ? [{ from: since, value: unknown }]
      : [
          { from: since, value },
          { from: end, value: unknown },
        ];
  });
};

const valueAt = (curve: readonly Step[], at: number): Json => curve.findLast(({ from }) => from <= at)?.value ?? null;

/** Values come from JSON whose keys are in one order. */
const text = (value: Json): string => JSON.stringify(value);

/** The periods over which two curves differ, each as long as both keep their values. */
export const differences = (before: readonly Step[], after: readonly Step[]): Period[] => {
  const moments = [...new Set([...before, ...after].map(({ from }) => from))].sort((a, b) => a - b);
  const periods: { from: number; to: number | null; before: Json; after: Json }[] = [];
  for (const [index, from] of moments.entries()) {
    const step = { from, to: moments[index + 1] ?? null, before: valueAt(before, from), after: valueAt(after, from) };
    if (text(step.before) === text(step.after)) continue;
    const last = periods.at(-1);
    if (last?.to === from && text(last.before) === text(step.before) && text(last.after) === text(step.after)) last.to = step.to;
    else periods.push(step);
  }
  const iso = (ms: number) => new Date(ms).toISOString();
  return periods.map(({ from, to, ...values }) => ({ from: iso(from), to: to === null ? null : iso(to), ...values }));
};
