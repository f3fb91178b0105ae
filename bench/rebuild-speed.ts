import type { Pool } from 'pg';
import type { Place } from './places.js';
import { copyOut, rawConsume, rawCopy } from './raw-rebuild.js';
import type { Measure } from './rebuild-report.js';
import { rebuildRun } from './rebuild-run.js';
import { judge } from './report.js';
import { median } from './statistics.js';

const RATIO_TARGET = 0.6;

/** One round: raw reading, raw writing, and a rebuild. Milliseconds, and bytes. */
export type Round = {
  readonly consume: number;
  readonly copy: number;
  /** Without the comparison of all rows and the switch, which the raw drivers do not do; and with them. */
  readonly built: number;
  readonly whole: number;
  readonly rss: number;
};

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/**
 * Raw and rebuild in turn, on a record whose read models are empty yet: the first rebuild, which fills them, warms up. Indexes of the raw tables are
 * made after COPY or before it, whichever is faster; `indexes` says which, where that is known.
 */
export const measureSpeed = async (
  place: Place,
  pool: Pool,
  events: number,
  rounds: number,
  indexes: readonly ('first' | 'after')[],
): Promise<readonly Round[]> => {
  await rebuildRun(place, pool, { first: true });
  const rows = await copyOut(place);
  const measured: Round[] = [];
  try {
    while (measured.length < rounds) {
      const consume = await rawConsume(place, events);
      const copies: number[] = [];
      for (const way of indexes) copies.push(await rawCopy(place, rows, way));
      const { states, rss } = await rebuildRun(place, pool);
      const whole = [...states.values()].reduce((sum, ms) => sum + ms, 0);
      const built = whole - (states.get('comparing') ?? 0) - (states.get('switching') ?? 0);
      const each = [...states].map(([state, ms]) => `${state} ${inSeconds(ms)}`).join(', ');
      console.error(`consume ${inSeconds(consume)}, copy ${copies.map(inSeconds).join(' or ')}; ${each}`);
      measured.push({ consume, copy: Math.min(...copies), built, whole, rss });
    }
  } finally {
    await rows.drop();
  }
  return measured;
};

export const speedOf = (events: number, rounds: readonly Round[]): Measure[] => {
  const rate = (of: (round: Round) => number) => median(rounds.map((each) => (events * 1000) / of(each)));
  const ratio = (of: (round: Round) => number) => median(rounds.map((each) => Math.max(each.consume, each.copy) / of(each)));
  const built = ratio((each) => each.built);
  const of = events.toLocaleString('en-GB');
  return [
    { what: `raw consume and parse, ${of}`, value: rate((each) => each.consume), unit: 'events/s' },
    { what: `raw COPY of the same rows and indexes, ${of}`, value: rate((each) => each.copy), unit: 'events/s' },
    { what: `all read models rebuilt, ${of}`, value: rate((each) => each.built), unit: 'events/s' },
    {
      what: `rebuilt ÷ the slower raw, ${of}`,
      value: built,
      unit: 'ratio',
      target: `≥ ${RATIO_TARGET}`,
      verdict: judge(built, RATIO_TARGET, '≥'),
    },
    { what: `rebuilt, compared by digests and switched ÷ the slower raw, ${of}`, value: ratio((each) => each.whole), unit: 'ratio' },
  ];
};
