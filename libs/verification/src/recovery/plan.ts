import type { EventLog } from '../../../event-log/src/index.js';
import { archivedPartitions, connectedWriters, savedLasts, unsendable, WRITERS } from './archive.queries.js';
import { compareWithArchive } from './compare-log.js';
import { type RecoveryPlan, RecoveryRefused } from './recovery.model.js';
import { type RecoveryTools, withLog } from './recovery.tools.js';

/** What is to be done. Throws RecoveryRefused. */
export const planOf = async (tools: RecoveryTools): Promise<RecoveryPlan> => {
  const lasts = await lastsKept(tools);
  await refuseUnsendable(tools);
  await refuseWriters(tools);
  if (await tools.seeding.exists()) return withLog(tools, (log) => planFor(tools, log, lasts));
  const partitions = lasts.map((last, partition) => ({ partition, from: 0, last }));
  return { topic: 'missing', pieces: [], partitions, saved: [], compared: 0, brokenDuties: [] };
};

/** The last offset of each partition that was judged, or that a recovery which was broken off saved. */
const lastsKept = async ({ pool }: RecoveryTools): Promise<number[]> => {
  const { partitions, archived } = await archivedPartitions(pool);
  if (partitions === undefined) throw new RecoveryRefused('nothing was judged yet: there is no record to make a log from');
  const torn = archived.find(({ last, records }) => records !== last + 1);
  if (torn !== undefined)
    throw new RecoveryRefused(
      `the record itself is not whole: of partition ${torn.partition} it keeps ${torn.records} records of ${torn.last + 1}. Restore PostgreSQL from a backup`,
    );
  const lasts = Array.from({ length: partitions }, (_, partition) => archived.find((one) => one.partition === partition)?.last ?? -1);
  const empty = lasts.indexOf(-1);
  if (empty >= 0)
    throw new RecoveryRefused(
      `of partition ${empty} not even the identity was judged, which the record cannot give back: restore the log from a backup, or begin both anew`,
    );
  const saved = await savedLasts(pool);
  return lasts.map((last, partition) => saved.get(partition) ?? last);
};

export const refuseUnsendable = async ({ pool }: RecoveryTools): Promise<void> => {
  const first = await unsendable(pool);
  if (first !== undefined)
    throw new RecoveryRefused(
      `the record at ${first.partition}-${first.offset} has a header without a value, which cannot be sent again by this program: restore the log from a backup`,
    );
};

export const refuseWriters = async ({ pool, seeding }: RecoveryTools): Promise<void> => {
  const connected = await connectedWriters(pool);
  const following = (await seeding.followers()).filter((client) => WRITERS.includes(client));
  const all = [...new Set([...connected, ...following])];
  if (all.length > 0)
    throw new RecoveryRefused(
      `${all.join(', ')} still connected: stop every api and projector first. One that was killed is missed by the broker within half a minute`,
    );
};

const planFor = async ({ client, seeding, progress }: RecoveryTools, log: EventLog, lasts: readonly number[]): Promise<RecoveryPlan> => {
  const ends = await log.ends();
  const lastOf = (partition: number): number => lasts[partition] ?? Number.POSITIVE_INFINITY;
  const pieces: string[] = [];
  if (ends.length !== lasts.length) pieces.push(`it has ${ends.length} partitions, and was made with ${lasts.length}`);
  const stray = ends.find(({ partition, end }) => partition >= lasts.length && end > 0);
  if (stray !== undefined)
    throw unknown(`partition ${stray.partition} holds records, and the log was made with ${lasts.length} partitions`);
  for (const { partition, start } of ends) if (start > 0) pieces.push(`partition ${partition} begins at offset ${start}`);

  const both = ends.map(({ partition, end }) => Math.min(end, (lasts[partition] ?? -1) + 1));
  const total = both.reduce((sum, end) => sum + end, 0);
  const { same, different, gaps } = await compareWithArchive(client, log, both, (records) => progress?.('comparing', records, total));
  if (different !== undefined) throw unknown(`the log differs from the record at ${different}`);
  // Of a lost beginning it was said where the log begins.
  pieces.push(
    ...gaps
      .filter(({ from }) => from > 0)
      .map(({ partition, from, to }) => `offsets ${from} to ${to - 1} of partition ${partition} are gone`),
  );

  const torn = ends.find(({ partition, start }) => start > lastOf(partition) + 1);
  if (torn !== undefined) {
    const { partition, start } = torn;
    const [first, last] = [lastOf(partition) + 1, start - 1];
    throw new RecoveryRefused(
      `${partition}-${first} to ${partition}-${last} are gone and were never judged, so that nobody has them. Restore the log from a backup; where none has them, ` +
        `accept that they are lost (timeline accept-gap ${partition} ${first} ${last} --reason "…") and start a projector first`,
    );
  }
  const anew = pieces.length > 0;
  const saved = ends
    .filter(({ partition, end }) => anew && end - 1 > lastOf(partition))
    .map(({ partition, end }) => ({ partition, from: lastOf(partition) + 1, last: end - 1 }));
  const partitions = lasts.map((last, partition) => ({
    partition,
    from: anew ? 0 : Math.min(last + 1, ends.find((one) => one.partition === partition)!.end),
    last: saved.find((one) => one.partition === partition)?.last ?? last,
  }));
  return { topic: anew ? 'in pieces' : 'kept', pieces, partitions, saved, compared: same, brokenDuties: await seeding.brokenDuties() };
};

const unknown = (what: string): RecoveryRefused =>
  new RecoveryRefused(
    `${what}: the log holds what PostgreSQL has not, and is left alone. Where it is the wrong log, mend KAFKA_BROKERS or TOPIC_PREFIX. ` +
      'Where nothing in it is to be kept, delete the topic and run timeline recover again. Where PostgreSQL is the one that is wrong, restore it',
  );
