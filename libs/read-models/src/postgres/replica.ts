import type { ClientBase, Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { openDatabase, poolOf } from './data-source.js';
import { headsOfAll } from './heads.queries.js';
import { isReplica, logsOf, runOf, schemaOf } from './replica.queries.js';

/** Before it is tried again that did not answer, in milliseconds. */
const RETRY_AFTER_MS = 500;

/** The database is no replica of the one that is written to, or of another record: nothing is to be read from it. */
export class ReplicaRefused extends Error {
  override readonly name = 'ReplicaRefused';
}

/** There is no replica to read from just now. */
export class ReplicaUnavailable extends Error {
  override readonly name = 'ReplicaUnavailable';
}

export type ReplicaSettings = {
  readonly url: string;
  readonly applicationName: string;
  readonly poolSize: number;
  readonly answeredWithinMs: number;
  /** Is told when it goes, when it cannot be read, and when it is back. */
  readonly warn: (message: string, error?: unknown) => void;
};

/** One server as it was started once, and the connections to it. The anchor is none that anybody uses: it ends with the server. */
type Run = { readonly database: DataSource; readonly anchor: PoolClient };

/**
 * A streaming replica, and the connections to it. Within one run of one server what a statement has seen the next ones see: replay only goes on. A
 * replica that is started anew may begin behind what it showed before, and another one may be behind it: so every connection of a run is checked to be to
 * the same run, and those of an earlier one answer nothing more. Whoever asks several statements of one database has them answered by one run, or not.
 */
export class Replica {
  private run: Run | undefined;
  private fault: Error = new ReplicaUnavailable('the replica was not reached yet');
  /** Log ids by partition, as the primary has them. */
  private logs: ReadonlyMap<number, string> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private beginning: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly primary: Pool,
    private readonly settings: ReplicaSettings,
  ) {}

  /**
   * Resolves when it answers and shows the record of the primary; from then on it is reached again by itself. Throws {@link ReplicaRefused} where it is to
   * be read by nobody, {@link ReplicaUnavailable} where it does not answer or does not show the record yet.
   */
  async open(): Promise<void> {
    try {
      await this.begin();
    } catch (error) {
      this.fault = error instanceof ReplicaRefused ? error : unavailable(error);
      throw this.fault;
    }
  }

  /** For one question, from its first statement to its last. Throws what keeps it from being read. */
  get database(): DataSource {
    if (this.run === undefined) throw this.fault;
    return this.run.database;
  }

  /** The last offset that it shows, by partition. Throws what keeps it from being read. */
  async shown(): Promise<ReadonlyMap<number, number>> {
    const heads = await headsOfAll(poolOf(this.database));
    return new Map(heads.map(({ partition, offset }) => [partition, offset]));
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.beginning;
    if (this.run !== undefined) await destroy(this.run);
    this.run = undefined;
  }

  private async begin(): Promise<void> {
    const { url, applicationName, poolSize, answeredWithinMs } = this.settings;
    let run: Run | undefined;
    const end = () => this.end(run);
    const database = await openDatabase(url, applicationName, poolSize + 1, answeredWithinMs, ofOneRun(end));
    try {
      await this.check(poolOf(database));
      const anchor = await poolOf(database).connect();
      anchor.once('end', end);
      run = { database, anchor };
      this.run = run;
    } catch (error) {
      await database.destroy();
      throw error;
    }
  }

  /**
   * What was checked once is not asked of the primary again, which may be gone when a replica comes back; and one that was promoted meanwhile shows the
   * same at the same position. The replica is asked before the primary, which then has all that the replica has.
   */
  private async check(replica: Pool): Promise<void> {
    if (this.logs !== undefined) return checkLogs(await logsOf(replica), this.logs);
    if (!(await isReplica(replica))) throw new ReplicaRefused(TAKES_WRITES);
    checkSchema(await schemaOf(replica), await schemaOf(this.primary));
    const shown = await logsOf(replica);
    const logs = await logsOf(this.primary);
    checkLogs(shown, logs);
    this.logs = logs;
  }

  /** Whatever is asked of this run fails from here on. */
  private end(run: Run | undefined): void {
    if (run === undefined || this.run !== run || this.closed) return;
    this.run = undefined;
    this.fault = new ReplicaUnavailable('the replica does not answer');
    this.settings.warn('the replica is gone; questions wait until it is back');
    void destroy(run);
    this.beginAgain();
  }

  private beginAgain(): void {
    this.beginning = this.begin().then(
      () => this.settings.warn('the replica is back'),
      (error: unknown) => {
        const fault = error instanceof ReplicaRefused ? error : unavailable(error);
        if (fault.message !== this.fault.message) this.settings.warn('the replica cannot be read; trying again', error);
        this.fault = fault;
        if (!this.closed) this.retry = setTimeout(() => this.beginAgain(), RETRY_AFTER_MS).unref();
      },
    );
  }
}

const TAKES_WRITES =
  'the database at DATABASE_READ_URL is no replica: it takes writes (pg_is_in_recovery() is false). Name a streaming replica of the one at DATABASE_URL, or leave it unset';

/** A refused connection to several addresses has no message of its own. */
const unavailable = (error: unknown): ReplicaUnavailable => {
  if (error instanceof ReplicaUnavailable) return error;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return new ReplicaUnavailable(`the replica does not answer: ${first instanceof Error ? first.message : String(first)}`, { cause: error });
};

const destroy = async ({ database, anchor }: Run): Promise<void> => {
  anchor.release(true);
  await database.destroy().catch(() => undefined);
};

/** Lets only connections to the server pass that the first one is to, as it was started then. */
const ofOneRun = (end: () => void) => {
  let first: string | undefined;
  return async (client: ClientBase): Promise<void> => {
    const run = await runOf(client);
    first ??= run;
    if (run === first) return;
    end();
    throw new ReplicaUnavailable('the replica was started anew, or another one is in its place');
  };
};

const checkSchema = (replica: readonly string[], primary: readonly string[]): void => {
  const more = replica.filter((name) => !primary.includes(name));
  if (more.length > 0) {
    throw new ReplicaRefused(
      `the database at DATABASE_READ_URL has another schema than the one at DATABASE_URL: ${more.join(', ')} ran there alone. It is no replica of it`,
    );
  }
  const missing = primary.filter((name) => !replica.includes(name));
  if (missing.length > 0) throw new ReplicaUnavailable(`the replica does not have the schema yet: it lacks ${missing.join(', ')}`);
};

const checkLogs = (replica: ReadonlyMap<number, string>, primary: ReadonlyMap<number, string>): void => {
  let same = 0;
  for (const [partition, log] of replica) {
    const known = primary.get(partition);
    if (known === log) same += 1;
    else if (known !== undefined) {
      throw new ReplicaRefused(
        `the database at DATABASE_READ_URL holds the record of another log than the one at DATABASE_URL: in partition ${partition} that of ${log}, not of ${known}`,
      );
    }
  }
  if (same === 0) throw new ReplicaUnavailable('the replica does not show the record yet');
};
