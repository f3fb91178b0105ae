import type { Pool, PoolClient } from 'pg';
import {
  type EventLog,
  type KafkaSettings,
  LogHalted,
  type LogRecord,
  LogUnavailable,
  openKafkaEventLog,
  TopicSeeding,
} from '../../../event-log/src/index.js';
import {
  archivedPartitions,
  connectedWriters,
  forgetSaved,
  keptBetween,
  savedLasts,
  saveRecords,
  unsendable,
  WRITERS,
} from './archive.queries.js';
import { runsOfLog } from '../runs-of-log.js';
import { compareWithArchive } from './compare-log.js';
import { type Recovery, type RecoveryPlan, RecoveryRefused, type RecoveryStep } from './recovery.model.js';
import { withRecoveryLock } from './recovery-lock.js';

export type RecoverySettings = {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly kafka: KafkaSettings;
  readonly progress?: (step: RecoveryStep, records: number, of: number) => void;
};

/** Records that are read from the record at once. */
const READ_AT_ONCE = 100;
/** Bytes of one produce call; a larger record goes alone. */
const CALL_BYTES = 512 * 1024;
/** Calls in a row that may fail without a record having been taken. */
const FAILURES_IN_A_ROW = 5;

/** Tells what {@link recoverLog} would do. Throws RecoveryRefused where it would refuse. */
export const planRecovery = (settings: RecoverySettings): Promise<RecoveryPlan> =>
  withRecoverer(settings, async (recoverer) => (await recoverer.plan()).plan);

/**
 * Makes the log whole from the record: every offset that was judged, with its bytes and times. What the log still has is held against the record
 * first, and what is sent is read back and compared before the topic is given its duties back, without which no projector takes it. It removes a
 * topic only where everything in it is in the record. One that was broken off is done again from where it came to.
 * Throws RecoveryRefused, having changed nothing; LogUnavailable, and then it goes on when it is run again; LogHalted where somebody else wrote meanwhile.
 */
export const recoverLog = (settings: RecoverySettings): Promise<Recovery> => withRecoverer(settings, (recoverer) => recoverer.run());

const withRecoverer = async <T>(settings: RecoverySettings, use: (recoverer: Recoverer) => Promise<T>): Promise<T> =>
  withRecoveryLock(settings.databaseUrl, async () => {
    const seeding = await TopicSeeding.open(settings.kafka);
    const client = await settings.pool.connect();
    try {
      return await use(new Recoverer(settings, seeding, client));
    } finally {
      client.release();
      await seeding.close();
    }
  });

type Planned = { plan: RecoveryPlan; lasts: readonly number[] };

class Recoverer {
  constructor(
    private readonly settings: RecoverySettings,
    private readonly seeding: TopicSeeding,
    private readonly client: PoolClient,
  ) {}

  async plan(): Promise<Planned> {
    const lasts = await this.lasts();
    await this.refuseWriters();
    if (!(await this.seeding.exists())) {
      const partitions = lasts.map((last, partition) => ({ partition, from: 0, last }));
      return { plan: { topic: 'missing', pieces: [], partitions, saved: [], compared: 0, brokenDuties: [] }, lasts };
    }
    return { plan: await this.withLog((log) => this.planOf(log, lasts)), lasts };
  }

  async run(): Promise<Recovery> {
    const { plan, lasts } = await this.plan();
    await this.save(plan);
    await this.refuseWriters();
    if (plan.topic === 'in pieces') await this.seeding.remove();
    if (plan.topic !== 'kept') await this.seeding.make(lasts.length);
    const missing = plan.partitions.reduce((sum, { from, last }) => sum + last + 1 - from, 0);
    if (missing > 0) {
      if (plan.topic === 'kept') await this.seeding.begin();
      let sent = 0;
      const count = (records: number) => this.settings.progress?.('sending', (sent += records), missing);
      for (const { partition, from, last } of plan.partitions) await this.send(partition, from, last, count);
      await this.readBack(plan, missing);
    }
    if (missing > 0 || (await this.seeding.brokenDuties()).length > 0) await this.seeding.finish();
    await forgetSaved(this.client);
    return { ...plan, sent: missing };
  }

  /** The last offset of each partition that was judged, or that a recovery which was broken off saved. */
  private async lasts(): Promise<number[]> {
    const { partitions, archived } = await archivedPartitions(this.settings.pool);
    if (partitions === undefined) throw new RecoveryRefused('nothing was judged yet: there is no record to make a log from');
    const torn = archived.find(({ last, records }) => records !== last + 1);
    if (torn !== undefined)
      throw new RecoveryRefused(
        `the record itself is not whole: of partition ${torn.partition} it keeps ${torn.records} records of ${torn.last + 1}. Restore PostgreSQL from a backup`,
      );
    const missing = Array.from({ length: partitions }, (_, partition) => archived.find((one) => one.partition === partition)?.last ?? -1);
    const empty = missing.indexOf(-1);
    if (empty >= 0)
      throw new RecoveryRefused(
        `of partition ${empty} not even the identity was judged, which the record cannot give back. Start a projector`,
      );
    const first = await unsendable(this.settings.pool);
    if (first !== undefined) throw cannotSend(first);
    const saved = await savedLasts(this.settings.pool);
    return missing.map((last, partition) => saved.get(partition) ?? last);
  }

  private async refuseWriters(): Promise<void> {
    const connected = await connectedWriters(this.settings.pool);
    const following = (await this.seeding.followers()).filter((client) => WRITERS.includes(client));
    const all = [...new Set([...connected, ...following])];
    if (all.length > 0)
      throw new RecoveryRefused(
        `${all.join(', ')} still connected: stop every api and projector first. One that was killed is missed by the broker within half a minute`,
      );
  }

  private async planOf(log: EventLog, lasts: readonly number[]): Promise<RecoveryPlan> {
    const ends = await log.ends();
    const pieces: string[] = [];
    if (ends.length !== lasts.length) pieces.push(`it has ${ends.length} partitions, and was made with ${lasts.length}`);
    const stray = ends.find(({ partition, end }) => partition >= lasts.length && end > 0);
    if (stray !== undefined)
      throw unknown(`partition ${stray.partition} holds records, and the log was made with ${lasts.length} partitions`);
    for (const { partition, start } of ends) if (start > 0) pieces.push(`partition ${partition} begins at offset ${start}`);

    const both = ends.map(({ partition, end }) => Math.min(end, (lasts[partition] ?? -1) + 1));
    const total = both.reduce((sum, end) => sum + end, 0);
    const progress = (records: number) => this.settings.progress?.('comparing', records, total);
    const { same, different, gaps } = await compareWithArchive(this.client, log, both, progress);
    if (different !== undefined) throw unknown(`the log differs from the record at ${different}`);
    pieces.push(...gaps.filter((gap) => !gap.startsWith('offsets 0 ')));

    const ahead = pieces.length === 0 ? [] : ends.filter(({ partition, end }) => end - 1 > (lasts[partition] ?? Number.POSITIVE_INFINITY));
    const saved = ahead.map(({ partition, end }) => ({ partition, from: lasts[partition]! + 1, last: end - 1 }));
    const torn = ends.find(({ partition, start }) => start > (lasts[partition] ?? Number.POSITIVE_INFINITY) + 1);
    if (torn !== undefined) {
      const { partition, start } = torn;
      const [first, last] = [lasts[partition]! + 1, start - 1];
      throw new RecoveryRefused(
        `${partition}-${first} to ${partition}-${last} are gone and were never judged, so that nobody has them. Restore the log from a backup; where none has them, ` +
          `accept that they are lost (timeline accept-gap ${partition} ${first} ${last} --reason "…") and start a projector first`,
      );
    }
    const anew = pieces.length > 0;
    const partitions = lasts.map((last, partition) => ({
      partition,
      from: anew ? 0 : Math.min(last + 1, ends.find((one) => one.partition === partition)!.end),
      last: saved.find((one) => one.partition === partition)?.last ?? last,
    }));
    const brokenDuties = await this.seeding.brokenDuties();
    return { topic: anew ? 'in pieces' : 'kept', pieces, partitions, saved, compared: same, brokenDuties };
  }

  /** What would be removed without having been judged. Throws LogHalted where not all of it can be read: then nothing was changed. */
  private async save({ saved }: RecoveryPlan): Promise<void> {
    if (saved.length === 0) return;
    await this.withLog(async (log) => {
      const of = (partition: number) => saved.find((one) => one.partition === partition);
      const partitions = Array.from({ length: log.partitions }, (_, partition) => partition);
      const from = partitions.map((partition) => of(partition)?.from ?? 0);
      const ends = partitions.map((partition) => (of(partition)?.last ?? -1) + 1);
      for await (const { partition, records } of runsOfLog(log, ends, { from })) await saveRecords(this.client, partition, records);
    });
    const first = await unsendable(this.settings.pool);
    if (first !== undefined) throw cannotSend(first);
  }

  private async send(partition: number, from: number, last: number, count: (records: number) => void): Promise<void> {
    let failures = 0;
    for (let next = from; next <= last;) {
      const call = withinBytes(await keptBetween(this.client, partition, next, Math.min(last, next + READ_AT_ONCE - 1)));
      const reached = await this.sendOne(partition, call);
      failures = reached > next ? 0 : failures + 1;
      if (failures >= FAILURES_IN_A_ROW)
        throw new LogUnavailable(`${partition}-${next} was not taken ${failures} times in a row. Run it again: it goes on from there`);
      count(reached - next);
      next = reached;
    }
  }

  /** Answers the offset to go on at. */
  private async sendOne(partition: number, call: readonly LogRecord[]): Promise<number> {
    const [first, last] = [call[0]!.offset, call.at(-1)!.offset];
    try {
      await this.seeding.send(partition, call);
      return last + 1;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      this.settings.kafka.warn(`${partition}-${first} and behind it: it is not known whether they were taken; looking`, error);
      const end = await this.seeding.end(partition);
      if (end < first || end > last + 1) throw new LogUnavailable(`partition ${partition} ends at ${end}: somebody else writes to it`);
      return end;
    }
  }

  /** Every record that was sent. Throws where one is not as it was: then the topic is left without its duties, and no projector takes it. */
  private async readBack({ partitions }: RecoveryPlan, missing: number): Promise<void> {
    await this.withLog(async (log) => {
      const ends = await log.ends();
      const lasts = partitions.map(({ last }) => last);
      const wrong = ends.find(({ partition, end }) => end <= lasts[partition]!);
      const progress = (records: number) => this.settings.progress?.('reading back', records, missing);
      const from = partitions.map((one) => one.from);
      const wanted = lasts.map((last) => last + 1);
      const { different, gaps } =
        wrong === undefined
          ? await compareWithArchive(this.client, log, wanted, progress, from)
          : { different: `its end in partition ${wrong.partition}: it ends at ${wrong.end}`, gaps: [] };
      if (different === undefined && gaps.length === 0) return;
      throw new LogHalted(
        `what was sent did not arrive as it was: ${different ?? gaps.join('; ')}. Somebody else wrote to the topic. The record is untouched: ` +
          'stop whoever it is, delete the topic and run timeline recover again',
      );
    });
  }

  private async withLog<T>(use: (log: EventLog) => Promise<T>): Promise<T> {
    const log = await openKafkaEventLog(this.settings.kafka);
    try {
      return await use(log);
    } finally {
      await log.close();
    }
  }
}

const cannotSend = ({ partition, offset }: { partition: number; offset: number }): RecoveryRefused =>
  new RecoveryRefused(
    `the record at ${partition}-${offset} has a header without a value, which cannot be sent again by this program: restore the log from a backup`,
  );

const unknown = (what: string): RecoveryRefused =>
  new RecoveryRefused(
    `${what}: the log holds what PostgreSQL has not, and is left alone. Where it is the wrong log, mend KAFKA_BROKERS or TOPIC_PREFIX. ` +
      'Where nothing in it is to be kept, delete the topic and run timeline recover again. Where PostgreSQL is the one that is wrong, restore it',
  );

/** As many of the records as one call takes. */
const withinBytes = (records: readonly LogRecord[]): readonly LogRecord[] => {
  let bytes = 0;
  const beyond = records.findIndex(({ key, value, headers }, nth) => {
    bytes += (key?.length ?? 0) + (value?.length ?? 0) + headers.length;
    return nth > 0 && bytes > CALL_BYTES;
  });
  return beyond < 0 ? records : records.slice(0, beyond);
};
