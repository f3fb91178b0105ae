import type { Pool } from 'pg';
import {
  type EventLog,
  inspectTopic,
  type KafkaSettings,
  LogHalted,
  openKafkaEventLog,
  type TopicInspection,
} from '../../../event-log/src/index.js';
import { type ProjectionStanding, PROJECTIONS, projectionStandings, type Replica } from '../../../read-models/src/index.js';
import { type Verification, verifyLog } from '../verify-log.js';
import { type Disk, diskFindings, diskOfPostgres, disksOfKafka } from './disks.js';
import { fault, type Finding, note, warning, worstFirst } from './finding.js';
import { recordFindings } from './record-findings.js';
import { databasePlace } from './record-health.queries.js';
import { type PartitionHealth, type ReplicaHealth, signalFindings } from './signal-findings.js';
import { logFindings, topicFindings } from './topic-findings.js';

export type DoctorSettings = {
  readonly pool: Pool;
  readonly databaseUrl: string;
  /** What questions are answered from, where it is a replica; it need not have been reached. */
  readonly replica?: Replica;
  readonly kafka: KafkaSettings;
  /** Leaves out what takes as long as the log: to judge it anew. */
  readonly quick?: boolean;
  readonly progress?: (records: number, of: number) => void;
};

export type Examination = {
  readonly at: string;
  readonly partitions: readonly PartitionHealth[];
  /** A read model in a partition; its lag is null where it is unknown. */
  readonly models: readonly (ProjectionStanding & { readonly lag: number | null })[];
  /** Null where the environment names none. */
  readonly replica: ReplicaHealth | null;
  readonly disks: readonly Disk[];
  readonly databaseBytes: number;
  /** The whole log judged anew; null where that was left out. */
  readonly refold: Verification | null;
  /** The worst first. */
  readonly findings: readonly Finding[];
};

/** Looks at everything that can be wrong with log and record, and changes nothing. Rejects where PostgreSQL or every broker is silent. */
export const examine = async (settings: DoctorSettings): Promise<Examination> => {
  const { kafka } = settings;
  const topic = await inspectTopic(kafka);
  const log = topic.topic === undefined ? undefined : await openKafkaEventLog(kafka);
  try {
    return await examineWith(settings, topic, log);
  } finally {
    await log?.close();
  }
};

const examineWith = async (settings: DoctorSettings, inspection: TopicInspection, log: EventLog | undefined): Promise<Examination> => {
  const { pool, databaseUrl } = settings;
  const ofTopic = await topicFindings(pool, inspection);
  const { partitions, replica, findings: ofSignals } = await signalFindings(pool, log, settings.replica);
  // Without the topic the log is silent, which was said already.
  const findings = [...ofTopic, ...ofSignals.filter(({ code }) => log !== undefined || code !== 'log-unreachable')];
  if (log !== undefined) findings.push(...(await logFindings(pool, log, partitions, findings)));
  findings.push(...(await recordFindings(pool)));

  const { bytes, folder } = await databasePlace(pool);
  const disks = [await diskOfPostgres(folder, new URL(databaseUrl).port || '5432'), ...(await disksOfKafka(inspection))];
  findings.push(...diskFindings(disks));

  const { refold, findings: ofRefold } = await refolded(settings, log, findings);
  findings.push(...ofRefold);
  const models = (await projectionStandings(pool, PROJECTIONS)).map((model) => ({ ...model, lag: lagOfModel(model, partitions) }));
  return { at: new Date().toISOString(), partitions, models, replica, disks, databaseBytes: bytes, refold, findings: worstFirst(findings) };
};

const lagOfModel = ({ partitions }: ProjectionStanding, log: readonly PartitionHealth[]): number | null => {
  let lag: number | null = 0;
  for (const { partition, offset } of partitions) {
    const end = log.find((one) => one.partition === partition)?.end ?? null;
    lag = end === null || lag === null ? null : lag + Math.max(0, end - 1 - offset);
  }
  return lag;
};

/** Digests of the read models, and everything else that follows from the log. */
const refolded = async (
  { pool, databaseUrl, quick, progress }: DoctorSettings,
  log: EventLog | undefined,
  known: readonly Finding[],
): Promise<{ refold: Verification | null; findings: Finding[] }> => {
  const skipped = (why: string) => ({
    refold: null,
    findings: [note('not-refolded', `the log was not judged anew, and read models were not compared: ${why}`, 'timeline verify --log')],
  });
  if (quick === true) return skipped('--quick');
  if (log === undefined || known.some(({ code }) => code === 'not-begun'))
    return skipped('there is nothing to judge, or nothing to compare with');
  try {
    const refold = await verifyLog({ pool, databaseUrl, log, ...(progress === undefined ? {} : { progress }) });
    return { refold, findings: refoldFindings(refold) };
  } catch (error) {
    if (!(error instanceof LogHalted)) throw error;
    return { refold: null, findings: [fault('log-not-judged', error.message, 'see docs/operations.md, "A gap that nobody can mend"')] };
  }
};

/** What the arbiter wrote; every other table is a read model. */
const CORE = ['log', 'records', 'commands', 'events', 'heads', 'cursors'];

const refoldFindings = ({ byTable, first, notCompared }: Verification): Finding[] => {
  const findings: Finding[] = [];
  const core = Object.entries(byTable).filter(([table]) => CORE.includes(table));
  const counted = (tables: typeof core) => tables.map(([table, count]) => `${table} ${count}`).join(', ');
  if (core.length > 0) {
    const { table, partition, offset, field, inLog, inPostgres } = first!;
    const place = offset === null ? `partition ${partition}` : `${partition}-${offset}`;
    findings.push(
      fault(
        'record-differs',
        `the record differs from the log: ${counted(core)}. The first: ${table} at ${place}, ${field}: in the log ${inLog}, in PostgreSQL ${inPostgres}`,
        core.some(([name]) => name === 'log')
          ? 'where the log lacks it: stop api and projector, and run: timeline recover'
          : 'where the log is right: DROP SCHEMA derived CASCADE, and start a projector. Where it is not, keep both, and restore from backups',
      ),
    );
  }
  const models = Object.entries(byTable).filter(([table]) => !CORE.includes(table));
  if (models.length > 0)
    findings.push(
      fault(
        'model-differs',
        `read models differ from what the log comes to, in rows: ${counted(models)}`,
        `timeline rebuild ${models.map(([table]) => table).join(' ')}`,
      ),
    );
  if (notCompared.length > 0)
    findings.push(
      warning('not-compared', `the log lacks what they rest on, so that they were not compared: ${notCompared.join(', ')}`, 'as above'),
    );
  return findings;
};
