import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rebuilds of read models, and which version of a read model is live where that is not the one that programs begin with. */
export class Rebuilds1700000000005 implements MigrationInterface {
  name = 'Rebuilds1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE derived.live_versions (
        name          text PRIMARY KEY,
        version       int NOT NULL
      );
      COMMENT ON TABLE derived.live_versions IS 'Read models that a rebuild switched, and the version that the arbiter writes since.';

      CREATE TABLE derived.rebuilds (
        id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        state         text NOT NULL CHECK (state IN ('queued', 'loading', 'indexing', 'mending', 'catching-up', 'comparing', 'awaiting-approval',
                        'switching', 'switched', 'rolling-back', 'rolled-back', 'settled', 'failed', 'dropped')),
        asked_at      timestamptz NOT NULL DEFAULT now(),
        moved_at      timestamptz NOT NULL DEFAULT now(),
        worker        text,
        unit          text,
        done          bigint,
        total         bigint,
        rate          double precision,
        error         text
      );
      COMMENT ON TABLE derived.rebuilds IS 'Rebuilds: the state says what comes next, so that any worker can go on after another was killed.';

      CREATE TABLE derived.rebuilt_models (
        rebuild       int NOT NULL REFERENCES derived.rebuilds ON DELETE CASCADE,
        name          text NOT NULL,
        version       int NOT NULL,
        live_version  int NOT NULL,
        aside         text NOT NULL,
        reached       bigint[] NOT NULL,
        comparison    jsonb,
        open          boolean NOT NULL DEFAULT true,
        PRIMARY KEY (rebuild, name)
      );
      CREATE UNIQUE INDEX rebuilt_models_open ON derived.rebuilt_models (name) WHERE open;
      COMMENT ON COLUMN derived.rebuilt_models.aside IS 'The table that is not shown: the new one before the switch, the old one after it.';
      COMMENT ON COLUMN derived.rebuilt_models.reached IS 'The last offset that the table aside has taken, of partition 0, 1, …';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE derived.rebuilt_models, derived.rebuilds, derived.live_versions');
  }
}
