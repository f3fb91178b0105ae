import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who let a read model change its answers, and why: the log does not know, and it must outlive a rebuild of everything. */
export class Approvals1700000000001 implements MigrationInterface {
  name = 'Approvals1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE control.approvals (
        id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        approved_at   timestamptz NOT NULL DEFAULT now(),
        actor         text NOT NULL,
        reason        text NOT NULL,
        rebuild       int NOT NULL,
        models        jsonb NOT NULL
      );
      COMMENT ON TABLE control.approvals IS 'Differences of rebuilt read models that somebody approved, each with versions, positions and digests.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE control.approvals');
  }
}
