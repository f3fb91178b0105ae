import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { Arbiter, type ArbiterSettings, checkLog, recordIsBegun } from '../../../libs/arbiter/src/index.js';
import { ensureTopic, eventCodec, type EventLog, type Following, LogHalted, openKafkaEventLog } from '../../../libs/event-log/src/index.js';
import type { Logger } from '../../../libs/platform/src/index.js';
import { DatabaseIsNewer, type DomainEvent, migrate, openDatabase, poolOf, PROJECTIONS } from '../../../libs/read-models/src/index.js';
import { openMetrics, type Reason, Watch } from '../../../libs/signals/src/index.js';
import { EVENT_SCHEMAS } from '../../../libs/situations/src/index.js';
import { Heartbeat, HEARD_WITHIN_MS } from './heartbeat.js';
import { countJudged, showActive } from './projector.metrics.js';
import { RebuildSupervisor } from './rebuild/rebuild.supervisor.js';
import { ShareKeeper } from './share-keeper.js';

export type ProjectorSettings = { databaseUrl: string; kafkaBrokers: readonly string[]; topicPrefix: string; rebuildNice: number };

const RETRY_AFTER_MS = 1_000;
/** Longer than a batch takes, with its wait for another projector that holds the cursor. */
const ANSWERED_WITHIN_MS = 20_000;
/** Beyond it what is under way is abandoned: a batch that was not committed is taken by another. */
const RELEASED_WITHIN_MS = 6_000;

/** Follows its share of the log and judges it into PostgreSQL. Of several each has a share, and whoever is mistaken does no harm: the lock on the cursor decides. */
export class Projector {
  private log: EventLog | undefined;
  private database: DataSource | undefined;
  private following: Following | undefined;
  private watch: Watch | undefined;
  private heartbeat: Heartbeat | undefined;
  private registry: Registry | undefined;
  private rebuilds: RebuildSupervisor | undefined;
  private stopped = false;
  /** Why it does not follow the log yet. */
  private startFault = 'it has just begun';

  constructor(
    private readonly settings: ProjectorSettings,
    private readonly logger: Logger,
  ) {}

  /** Resolves when it follows the log, however long its services take to answer. Rejects with LogHalted or DatabaseIsNewer where it must not go on. */
  async start(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.tryToStart();
        return;
      } catch (error) {
        this.startFault = error instanceof Error ? error.message : String(error);
        await this.release();
        if (error instanceof LogHalted || error instanceof DatabaseIsNewer) throw error;
        this.logger.warn({ err: error }, 'not started yet; trying again');
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
      }
    }
  }

  /** Finishes the batch under way, or abandons it where that takes too long. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.release();
  }

  /** What keeps this projector, or the record as a whole, from being ready. */
  reasons(now = Date.now()): Reason[] {
    if (this.stopped) return [{ code: 'stopping', detail: 'this projector is being stopped', mend: 'nothing' }];
    const { following, watch } = this;
    if (following === undefined || watch === undefined)
      return [
        { code: 'starting', detail: `this projector does not follow the log yet: ${this.startFault}`, mend: 'wait; it goes on trying' },
      ];
    const { answeredAt, halted, refused } = following.state();
    const own: Reason[] = [...halted].map(([, detail]) => ({
      code: 'partition-halted',
      detail,
      mend: 'see timeline doctor; docs/operations.md, "A gap that nobody can mend"',
    }));
    for (const [partition, { since, reason }] of refused) {
      const seconds = Math.floor((now - since) / 1_000);
      const detail = `partition ${partition}: a batch has not been taken for ${seconds} s: ${reason}`;
      own.push({ code: 'partition-refused', detail, mend: 'it is tried again until it is taken' });
    }
    if (answeredAt === undefined || now - answeredAt > HEARD_WITHIN_MS)
      own.push({ code: 'not-following', detail: 'the log does not answer this projector', mend: 'it makes a new consumer by itself' });
    return [...own, ...watch.reasons(now)];
  }

  /** In Prometheus' text format; without anything before it follows the log. */
  async metrics(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry?.contentType ?? 'text/plain', text: (await this.registry?.metrics()) ?? '' };
  }

  private async tryToStart(): Promise<void> {
    const { databaseUrl, kafkaBrokers, topicPrefix } = this.settings;
    const warn = (message: string, error?: unknown) => this.logger.warn({ err: error }, message);
    const kafka = { brokers: kafkaBrokers, topic: `${topicPrefix}.commits`, clientId: 'timeline-projector', warn };
    await migrate(databaseUrl);
    this.database = await openDatabase(databaseUrl, 'timeline-projector', 10, ANSWERED_WITHIN_MS);
    const pool = poolOf(this.database);
    await ensureTopic(kafka, { begun: await recordIsBegun(pool) });
    const log = await openKafkaEventLog(kafka);
    this.log = log;
    const next = await checkLog(pool, log);
    const watch = new Watch(pool, () => log);
    await watch.start();
    this.watch = watch;
    this.registry = openMetrics(watch, () => this.reasons());
    const arbiter = new Arbiter(this.arbiterSettings(pool, warn, countJudged(this.registry)));
    const following = await log.follow(next, (partition, records) => arbiter.take(partition, records), {
      // What is its own it learns from the others' signs of life, with its first own one.
      active: [],
      pass: (partition, from, to) => arbiter.pass(partition, from, to),
      recheck: async () => void (await checkLog(pool, log)),
    });
    this.following = following;
    showActive(this.registry, log.partitions, () => following.state().active);
    const heartbeat = new Heartbeat(pool, following, warn);
    this.heartbeat = heartbeat;
    const share = new ShareKeeper(heartbeat.instance, pool, following, watch, log.partitions, (active) =>
      this.logger.info({ active }, 'these partitions are its share'),
    );
    heartbeat.start((living) => share.keep(living));
    this.rebuilds = new RebuildSupervisor(pool, this.settings.rebuildNice, this.logger);
    this.rebuilds.start();
    this.logger.info({ next }, 'following the log');
  }

  private arbiterSettings(
    pool: ArbiterSettings['pool'],
    warn: ArbiterSettings['warn'],
    judged: NonNullable<ArbiterSettings['judged']>,
  ): ArbiterSettings {
    return { pool, codec: eventCodec<DomainEvent>(EVENT_SCHEMAS), projections: PROJECTIONS, warn, judged };
  }

  private async release(): Promise<void> {
    const { rebuilds, following, heartbeat, watch, log, database } = this;
    this.rebuilds = undefined;
    this.following = undefined;
    this.heartbeat = undefined;
    this.watch = undefined;
    this.log = undefined;
    this.database = undefined;
    const released = async () => {
      // Others take up its share while it finishes what it has in hand.
      await Promise.all([rebuilds?.stop(), following?.stop(), heartbeat?.stop()]);
      await watch?.stop();
      await log?.close().catch(() => undefined);
      if (database?.isInitialized === true) await database.destroy();
    };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.logger.warn('what was under way is abandoned: it was not committed, and another takes it');
        resolve();
      }, RELEASED_WITHIN_MS);
    });
    await Promise.race([released(), late]);
    clearTimeout(timer);
  }
}
