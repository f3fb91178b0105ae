import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offsets that are gone from the log and that nobody has: who let the record go on without them, and why. */
export class AcceptedGaps1700000000002 implements MigrationInterface {
  name = 'AcceptedGaps1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE control.accepted_gaps (
        id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        accepted_at   timestamptz NOT NULL DEFAULT now(),
        actor         text NOT NULL,
        reason        text NOT NULL CHECK (reason <> ''),
        log_id        text NOT NULL,
        partition     int NOT NULL,
        first_offset  bigint NOT NULL CHECK (first_offset > 0),
        last_offset   bigint NOT NULL,
        passed_at     timestamptz,
        UNIQUE (log_id, partition, first_offset),
        CHECK (first_offset <= last_offset)
      );
      COMMENT ON TABLE control.accepted_gaps IS 'Offsets of a log that were lost before anybody judged them, and that an operator let the arbiter pass.';
      COMMENT ON COLUMN control.accepted_gaps.passed_at IS 'When the arbiter went past them, in the transaction that did.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE control.accepted_gaps');
  }
}
