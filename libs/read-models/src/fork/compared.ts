import { isDeepStrictEqual } from 'node:util';
import { DAY_MS } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import type { Fact, FactModel } from '../replay/facts.js';
import type { Standing } from '../replay/frame.js';
import type { FactDifference, ForkCourse, ForkDay, ScoreDifference } from './fork.answer.js';

/** What is said of one key in both courses. */
export type Apart = { readonly model: FactModel; readonly key: string; readonly history: Json; readonly fork: Json };

const nameOf = ({ model, key }: { model: string; key: string }): string => `${model} ${key}`;

/** Whatever the order of their keys: what is changed or added has them as it was sent. */
const same = (a: Json, b: Json): boolean => a === b || isDeepStrictEqual(a, b);

/** Facts of which the two courses say otherwise; by which event, and since when, is no difference. By read model and key. */
export const factsApart = (history: readonly Fact[], fork: readonly Fact[]): readonly Apart[] => {
  const there = new Map(fork.map((fact) => [nameOf(fact), fact]));
  const apart: Apart[] = [];
  for (const { model, key, value } of history) {
    const other = there.get(nameOf({ model, key }));
    there.delete(nameOf({ model, key }));
    if (other === undefined || !same(value, other.value)) apart.push({ model, key, history: value, fork: other?.value ?? null });
  }
  for (const { model, key, value } of there.values()) apart.push({ model, key, history: null, fork: value });
  return apart.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
};

export const scoresDiffer = ({ severity: a }: Standing, { severity: b }: Standing): boolean => a.score !== b.score || a.band !== b.band;

const scored = ({ severity: { score, band } }: Standing) => ({ score, band });

/** Ten-thousandths are whole, so that no rounding of the difference shows. */
const difference = (a: number, b: number): number => Math.round((b - a) * 10_000) / 10_000;

const largest = (days: readonly ForkDay[]): ScoreDifference | null => {
  let most: ForkDay | undefined;
  const by = ({ history, fork }: ForkDay): number => difference(history.severity.score, fork.severity.score);
  for (const day of days) if (by(day) !== 0 && (most === undefined || Math.abs(by(day)) > Math.abs(by(most)))) most = day;
  if (most === undefined) return null;
  const { day, history, fork } = most;
  const there = new Map(fork.severity.components.map(({ id, points }) => [id, points]));
  const components = history.severity.components
    .map(({ id, points }) => ({ id, history: points, fork: there.get(id) ?? 0 }))
    .filter((component) => component.history !== component.fork);
  return { day, history: scored(history), fork: scored(fork), by: by(most), components };
};

const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/** The days of a fork, as they are looked at one after another, and what they come to. */
export class Differences {
  private readonly days: ForkDay[] = [];
  private readonly spans: FactDifference[] = [];
  private readonly open = new Map<string, FactDifference>();

  add(day: ForkDay, apart: readonly Apart[]): void {
    this.days.push(day);
    for (const one of apart) {
      const last = this.open.get(nameOf(one));
      if (last !== undefined && dayAfter(last.to) === day.day && same(last.history, one.history) && same(last.fork, one.fork)) {
        last.to = day.day;
        continue;
      }
      const { model, key, history, fork } = one;
      const span: FactDifference = { model, key, from: day.day, to: day.day, history, fork };
      this.open.set(nameOf(one), span);
      this.spans.push(span);
    }
  }

  result(): Pick<ForkCourse, 'firstDifference' | 'largestDifference' | 'differences' | 'days'> {
    const first = this.days.find(({ differs }) => differs);
    return {
      firstDifference:
        first === undefined
          ? null
          : {
              day: first.day,
              facts: this.spans.filter(({ from }) => from === first.day),
              severity: { history: scored(first.history), fork: scored(first.fork) },
            },
      largestDifference: largest(this.days),
      differences: this.spans,
      days: this.days,
    };
  }
}
