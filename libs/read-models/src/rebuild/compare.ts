import { createHash } from 'node:crypto';
import type { Queryable } from '../postgres/queryable.js';
import type { Offsets } from './accepted-events.js';
import { differenceBetween } from './difference.queries.js';
import type { Comparison, Side } from './rebuild.model.js';
import { digestRows } from './rows-digest.queries.js';

/** The digest over all partitions: that of theirs, one after the other. */
const sideOf = async (db: Queryable, table: string, at: Offsets): Promise<Side> => {
  const hash = createHash('sha256');
  let rows = 0;
  for (const [partition, offset] of at.entries()) {
    const part = await digestRows(db, table, { partition, offset });
    hash.update(`${partition} ${offset} ${part.rows} ${part.digest}\n`);
    rows += part.rows;
  }
  return { rows, digest: hash.digest('hex') };
};

/** Compares the rows of two tables as at `at`, which both have reached. */
export const compareTables = async (db: Queryable, live: string, rebuilt: string, at: Offsets): Promise<Comparison> => {
  const ofLive = await sideOf(db, live, at);
  const ofRebuilt = await sideOf(db, rebuilt, at);
  const difference = ofLive.digest === ofRebuilt.digest ? null : await differenceBetween(db, live, rebuilt, at);
  return { positions: at.map((offset, partition) => ({ partition, offset })), live: ofLive, rebuilt: ofRebuilt, difference };
};
