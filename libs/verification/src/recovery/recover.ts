import { LogHalted, type LogRecord, LogUnavailable, TopicSeeding } from '../../../event-log/src/index.js';
import { runsOfLog } from '../runs-of-log.js';
import { forgetSaved, keptBetween, saveRecords } from './archive.queries.js';
import { compareWithArchive } from './compare-log.js';
import { planOf, refuseUnsendable, refuseWriters } from './plan.js';
import { type Recovery, type RecoveryPlan, RecoveryRefused } from './recovery.model.js';
import { type RecoverySettings, type RecoveryTools, withLog } from './recovery.tools.js';
import { withRecoveryLock } from './recovery-lock.js';

/** Records that are read from the record at once. */
const READ_AT_ONCE = 100;
/** Bytes of one produce call; a larger record goes alone. */
const CALL_BYTES = 512 * 1024;
/** Calls in a row that may fail without a record having been taken. */
const FAILURES_IN_A_ROW = 5;

/** Tells what {@link recoverLog} would do. Throws RecoveryRefused where it would refuse. */
export const planRecovery = (settings: RecoverySettings): Promise<RecoveryPlan> => withTools(settings, planOf);

/**
 * Makes the log whole from the record: every offset that was judged, with its bytes and times. What the log still has is held against the record
 * first, and what is sent is read back and compared before the topic is given its duties back, without which no projector takes it. It removes a
 * topic only where everything in it is in PostgreSQL. One that was broken off is done again from where it came to.
 * Throws RecoveryRefused, having changed nothing; LogUnavailable, and then it goes on when it is run again; LogHalted where somebody else wrote meanwhile.
 */
export const recoverLog = (settings: RecoverySettings): Promise<Recovery> =>
  withTools(settings, async (tools) => {
    const { seeding, client, progress } = tools;
    const plan = await planOf(tools);
    const { topic, partitions } = plan;
    await save(tools, plan);
    await refuseWriters(tools);
    if (topic === 'in pieces') {
      await refuseGrown(tools, plan);
      await seeding.remove();
    }
    if (topic !== 'kept') await seeding.make(partitions.length);
    const missing = partitions.reduce((sum, { from, last }) => sum + last + 1 - from, 0);
    if (missing > 0) {
      if (topic === 'kept') await seeding.begin();
      let sent = 0;
      const count = (records: number) => progress?.('sending', (sent += records), missing);
      for (const { partition, from, last } of partitions) await send(tools, partition, from, last, count);
      await readBack(tools, plan, missing);
    }
    if (missing > 0 || (await seeding.brokenDuties()).length > 0) await seeding.finish();
    await forgetSaved(client);
    return { ...plan, sent: missing };
  });

const withTools = async <T>(settings: RecoverySettings, use: (tools: RecoveryTools) => Promise<T>): Promise<T> =>
  withRecoveryLock(settings.databaseUrl, async () => {
    const seeding = await TopicSeeding.open(settings.kafka);
    try {
      const client = await settings.pool.connect();
      try {
        return await use({ ...settings, seeding, client });
      } finally {
        client.release();
      }
    } finally {
      await seeding.close();
    }
  });

/** What would be removed without having been judged. Throws LogHalted where not all of it can be read: then nothing was changed. */
const save = async (tools: RecoveryTools, { saved }: RecoveryPlan): Promise<void> => {
  if (saved.length === 0) return;
  await withLog(tools, async (log) => {
    const of = (partition: number) => saved.find((one) => one.partition === partition);
    const partitions = Array.from({ length: log.partitions }, (_, partition) => partition);
    const from = partitions.map((partition) => of(partition)?.from ?? 0);
    const ends = partitions.map((partition) => (of(partition)?.last ?? -1) + 1);
    for await (const { partition, records } of runsOfLog(log, ends, { from })) await saveRecords(tools.client, partition, records);
  });
  await refuseUnsendable(tools);
};

/** Somebody may have written since the log was looked at. */
const refuseGrown = (tools: RecoveryTools, { partitions }: RecoveryPlan): Promise<void> =>
  withLog(tools, async (log) => {
    const grown = (await log.ends()).find(({ partition, end }) => end - 1 > (partitions[partition]?.last ?? -1));
    if (grown !== undefined)
      throw new RecoveryRefused(`somebody writes to partition ${grown.partition}: stop whoever it is, and run it again`);
  });

const send = async (
  tools: RecoveryTools,
  partition: number,
  from: number,
  last: number,
  count: (records: number) => void,
): Promise<void> => {
  let failures = 0;
  for (let next = from; next <= last;) {
    const call = withinBytes(await keptBetween(tools.client, partition, next, Math.min(last, next + READ_AT_ONCE - 1)));
    const reached = await sendOne(tools, partition, call);
    failures = reached > next ? 0 : failures + 1;
    if (failures >= FAILURES_IN_A_ROW)
      throw new LogUnavailable(`${partition}-${next} was not taken ${failures} times in a row. Run it again: it goes on from there`);
    count(reached - next);
    next = reached;
  }
};

/** Answers the offset to go on at. */
const sendOne = async ({ seeding, kafka }: RecoveryTools, partition: number, call: readonly LogRecord[]): Promise<number> => {
  const [first, last] = [call[0]!.offset, call.at(-1)!.offset];
  try {
    await seeding.send(partition, call);
    return last + 1;
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error;
    kafka.warn(`${partition}-${first} and behind it: it is not known whether they were taken; looking`, error);
    const end = await seeding.end(partition);
    if (end < first || end > last + 1) throw new LogHalted(`partition ${partition} ends at ${end}: somebody else writes to it`);
    return end;
  }
};

/** Every record that was sent. Throws where one is not as it was: then the topic is left without its duties, and no projector takes it. */
const readBack = (tools: RecoveryTools, { partitions }: RecoveryPlan, missing: number): Promise<void> =>
  withLog(tools, async (log) => {
    const ends = await log.ends();
    const short = ends.find(({ partition, end }) => end <= partitions[partition]!.last);
    const { different, gaps } =
      short === undefined
        ? await compareWithArchive(
            tools.client,
            log,
            partitions.map(({ last }) => last + 1),
            (records) => tools.progress?.('reading back', records, missing),
            partitions.map(({ from }) => from),
          )
        : { different: `the end of partition ${short.partition}, which is at ${short.end}`, gaps: [] };
    if (different === undefined && gaps.length === 0) return;
    throw new LogHalted(
      `what was sent did not arrive as it was: ${different ?? `offsets of partition ${gaps[0]!.partition} are gone`}. Somebody else wrote to the topic. ` +
        'The record is untouched: stop whoever it is, delete the topic and run timeline recover again',
    );
  });

/** As many of the records as one call takes. */
const withinBytes = (records: readonly LogRecord[]): readonly LogRecord[] => {
  let bytes = 0;
  const beyond = records.findIndex(({ key, value, headers }, nth) => {
    bytes += (key?.length ?? 0) + (value?.length ?? 0) + headers.length;
    return nth > 0 && bytes > CALL_BYTES;
  });
  return beyond < 0 ? records : records.slice(0, beyond);
};
