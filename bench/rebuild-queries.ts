import type { Pool } from 'pg';
import type { Place } from './places.js';
import { launch } from './processes.js';
import { QueryLoad } from './query-load.js';
import type { Measure } from './rebuild-report.js';
import { rebuildRun } from './rebuild-run.js';
import { judge } from './report.js';
import { quantile } from './statistics.js';

const SLOWDOWN_TARGET = 4;
/** Of looking for the rate that can be answered, and of asking without a rebuild, in milliseconds. */
const CAPACITY_MS = 5_000;
const ALONE_MS = 15_000;

/** Questions to the real api at half of what it can answer, without a rebuild and during one of all read models. */
export const measureQueries = async (place: Place, pool: Pool, events: number): Promise<readonly Measure[]> => {
  await rebuildRun(place, pool, { first: true });
  const api = launch('api', place);
  const [, url] = await api.said(/listening on (http[^"]+)/);
  const load = new QueryLoad(url!, events);
  try {
    await load.capacity(CAPACITY_MS);
    const capacity = await load.capacity(CAPACITY_MS);
    const until = performance.now() + ALONE_MS;
    const alone = await load.atRate(capacity / 2, () => performance.now() > until);
    let over = false;
    const rebuilding = rebuildRun(place, pool).finally(() => (over = true));
    const during = await load.atRate(capacity / 2, () => over);
    const { states } = await rebuilding;
    const seconds = [...states].map(([state, ms]) => `${state} ${(ms / 1000).toFixed(1)} s`).join(', ');
    console.error(`${during.length} questions during the rebuild: ${seconds}`);
    const [before, meanwhile] = [quantile(alone, 0.99), quantile(during, 0.99)];
    const ratio = meanwhile / before;
    return [
      { what: 'status over HTTP, capacity', value: capacity, unit: 'questions/s' },
      { what: 'at half of it, p50', value: quantile(alone, 0.5), unit: 'ms' },
      { what: 'at half of it, p99', value: before, unit: 'ms' },
      { what: `p50 during a rebuild of ${events.toLocaleString('en-GB')}`, value: quantile(during, 0.5), unit: 'ms' },
      { what: 'p99 during it', value: meanwhile, unit: 'ms' },
      {
        what: 'p99 during ÷ without',
        value: ratio,
        unit: 'ratio',
        target: `≤ ${SLOWDOWN_TARGET}`,
        verdict: judge(ratio, SLOWDOWN_TARGET),
      },
    ];
  } finally {
    load.close();
    await api.stop();
  }
};
