import type { DataSource } from 'typeorm';
import { Arbiter, checkLog } from '../../../libs/arbiter/src/index.js';
import { ensureTopic, eventCodec, type EventLog, type Following, LogHalted, openKafkaEventLog } from '../../../libs/event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate, openDatabase, poolOf } from '../../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../../libs/situations/src/index.js';
import type { Logger } from '../../../libs/platform/src/index.js';

export type ProjectorSettings = { databaseUrl: string; kafkaBrokers: readonly string[]; topicPrefix: string };

const RETRY_AFTER_MS = 1_000;
/** Longer than a batch takes, with its wait for another projector that holds the cursor. */
const ANSWERED_WITHIN_MS = 20_000;

/** Follows the log and judges it into PostgreSQL. Extra instances are harmless stand-bys: the lock on the cursor decides. */
export class Projector {
  private log: EventLog | undefined;
  private database: DataSource | undefined;
  private following: Following | undefined;
  private stopped = false;

  constructor(
    private readonly settings: ProjectorSettings,
    private readonly logger: Logger,
  ) {}

  /** Resolves when it follows the log, however long its services take to answer. Rejects with LogHalted where it must not go on. */
  async start(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.tryToStart();
        return;
      } catch (error) {
        await this.release();
        if (error instanceof LogHalted) throw error;
        this.logger.warn({ err: error }, 'not started yet; trying again');
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
      }
    }
  }

  /** Finishes the batch under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.release();
  }

  private async tryToStart(): Promise<void> {
    const { databaseUrl, kafkaBrokers, topicPrefix } = this.settings;
    const warn = (message: string, error?: unknown) => this.logger.warn({ err: error }, message);
    const kafka = { brokers: kafkaBrokers, topic: `${topicPrefix}.commits`, clientId: 'timeline-projector', warn };
    await Promise.all([migrate(databaseUrl), ensureTopic(kafka)]);
    this.database = await openDatabase(databaseUrl, 'timeline-projector', 10, ANSWERED_WITHIN_MS);
    this.log = await openKafkaEventLog(kafka);
    const pool = poolOf(this.database);
    const next = await checkLog(pool, this.log);
    const arbiter = new Arbiter({ pool, codec: eventCodec<DomainEvent>(EVENT_SCHEMAS), projections: LIVE_PROJECTIONS, warn });
    this.following = await this.log.follow(next, (partition, records) => arbiter.take(partition, records));
    this.logger.info({ next }, 'following the log');
  }

  private async release(): Promise<void> {
    await this.following?.stop();
    await this.log?.close().catch(() => undefined);
    if (this.database?.isInitialized === true) await this.database.destroy();
    this.following = undefined;
    this.log = undefined;
    this.database = undefined;
  }
}
