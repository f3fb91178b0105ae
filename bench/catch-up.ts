import type pg from 'pg';
import type { EventLog } from '../libs/event-log/src/index.js';
import type { Place } from './places.js';
import { type Application, launch } from './processes.js';
import { serverCosts, spent } from './server-costs.js';

const LOOKS_EVERY_MS = 50;

/** What one commit of a backlog takes, in its second half: a projector that has just begun is several times slower. */
export type CaughtUp = {
  readonly perSecond: number;
  readonly transactions: number;
  /** Milliseconds of the processors, in all projectors together. */
  readonly projectorMs: number;
  readonly postgresMs: number;
  readonly walBytes: number;
};

/** Of all of them, in seconds. */
export const cpuOf = async (applications: readonly Application[]): Promise<number> =>
  (await Promise.all(applications.map((one) => one.cpuSeconds()))).reduce((sum, seconds) => sum + seconds, 0);

const judged = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ judged: number }>(
    'SELECT coalesce(sum(last_offset + 1), 0)::float8 AS judged FROM derived.cursors',
  );
  return rows[0]!.judged;
};

/** Starts so many projectors on what waits in the log, and resolves when all of it is judged. They go on. */
export const catchUp = async (
  place: Place,
  log: EventLog,
  client: pg.Client,
  projectors: number,
): Promise<{ figures: CaughtUp; running: readonly Application[] }> => {
  const end = (await log.ends()).reduce((sum, of) => sum + of.end, 0);
  const half = ((await judged(client)) + end) / 2;
  const running = Array.from({ length: projectors }, () => launch('projector', place));
  const look = async () => {
    const at = performance.now();
    return { at, cpu: await cpuOf(running), costs: await serverCosts(client), done: await judged(client) };
  };
  const reached = async (count: number) => {
    while ((await judged(client)) < count) await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
    return look();
  };
  const before = await reached(half);
  const after = await reached(end);
  const commits = after.done - before.done;
  const { transactions, walBytes, cpuSeconds } = spent(before.costs, after.costs);
  const figures = {
    perSecond: (commits * 1_000) / (after.at - before.at),
    transactions: transactions / commits,
    projectorMs: ((after.cpu - before.cpu) * 1_000) / commits,
    postgresMs: (cpuSeconds * 1_000) / commits,
    walBytes: walBytes / commits,
  };
  return { figures, running };
};
