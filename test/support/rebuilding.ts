import { expect } from '@jest/globals';
import type { RebuildAnswer } from '../../apps/api/src/admin/rebuild.answer.js';
import { PROJECTIONS, type RebuildState } from '../../libs/read-models/src/index.js';
import { waiting } from './blocked.js';
import { eventually } from './eventually.js';
import type { ProblemDetails } from './http-client.js';
import type { System } from './system.js';

export const READ_MODELS = PROJECTIONS.map(({ name }) => name);
/** As a worker of a rebuild calls itself to PostgreSQL. */
const WORKER = 'timeline-rebuild';

/** Tables of rebuilds that are not shown. */
export const tablesAside = async ({ pool }: Pick<System, 'pool'>): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'derived'::regnamespace AND relkind = 'r' AND relname ~ '_r\\d+' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

/** A rebuild of a running system, looked at past the product, and its worker. */
export class Rebuilding {
  private constructor(
    private readonly system: System,
    readonly id: number,
  ) {}

  static async of(system: System, readModels: readonly string[] = READ_MODELS): Promise<Rebuilding> {
    const { status, body } = await system.http.send<RebuildAnswer & ProblemDetails>('POST', '/admin/rebuilds', { readModels });
    expect([status, body.code]).toEqual([202, undefined]);
    return new Rebuilding(system, body.id);
  }

  async now(): Promise<{ state: RebuildState; error: string | null; pid: number | undefined }> {
    const { rows } = await this.system.pool.query<{ state: RebuildState; error: string | null; worker: string | null }>(
      'SELECT state, error, worker FROM derived.rebuilds WHERE id = $1',
      [this.id],
    );
    const { state, error, worker } = rows[0]!;
    return { state, error, pid: worker === null ? undefined : Number(worker.split(':').at(-2)) };
  }

  /** The table that is not shown, of a read model. */
  async aside(name: string): Promise<string> {
    const { rows } = await this.system.pool.query<{ aside: string }>(
      'SELECT aside FROM derived.rebuilt_models WHERE rebuild = $1 AND name = $2',
      [this.id, name],
    );
    return rows[0]!.aside;
  }

  /** Resolves as soon as it is in the state. */
  async is(wanted: RebuildState): Promise<void> {
    await eventually(
      async () => {
        const { state, error } = await this.now();
        expect([state, error]).toEqual([wanted, null]);
      },
      { every: 2, within: 30_000 },
    );
  }

  /** Resolves when the worker waits for a lock of the test, in the state. */
  async standsStill(wanted: RebuildState): Promise<void> {
    await eventually(
      async () => {
        await waiting(this.system.pool, WORKER);
        const { state, error } = await this.now();
        expect([state, error]).toEqual([wanted, null]);
        await waiting(this.system.pool, WORKER);
      },
      { every: 5, within: 30_000 },
    );
  }

  /** Resolves when the rebuild is in the state and its worker has no transaction open. */
  async rests(wanted: RebuildState): Promise<void> {
    await eventually(
      async () => {
        const { rowCount } = await this.system.pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND xact_start IS NOT NULL`,
          [WORKER],
        );
        expect([rowCount, (await this.now()).state]).toEqual([0, wanted]);
      },
      { every: 5, within: 30_000 },
    );
  }

  /** kill -9 of the process that works on it. Resolves when it is gone. */
  async killWorker(): Promise<void> {
    const { pid } = await this.now();
    process.kill(pid!, 'SIGKILL');
    await eventually(() => expect(() => process.kill(pid!, 0)).toThrow('ESRCH'));
  }

  /** As its operators see it. */
  async told(): Promise<RebuildAnswer> {
    return (await this.system.http.get<RebuildAnswer>(`/admin/rebuilds/${this.id}`)).body;
  }

  async act(what: 'approve' | 'rollback' | 'cleanup', body?: object) {
    return this.system.http.send<RebuildAnswer & ProblemDetails>('POST', `/admin/rebuilds/${this.id}/${what}`, body);
  }
}
