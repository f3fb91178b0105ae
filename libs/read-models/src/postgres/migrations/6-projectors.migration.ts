import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signs of life of projectors: without records to judge, nothing else tells one that follows the log from one that stands still. */
export class Projectors1700000000006 implements MigrationInterface {
  name = 'Projectors1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE derived.projectors (
        instance      uuid PRIMARY KEY,
        beat_at       timestamptz NOT NULL
      );
      COMMENT ON TABLE derived.projectors IS 'When each running projector last heard from the log, by this server''s clock.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE derived.projectors');
  }
}
