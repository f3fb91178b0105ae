import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Offsets that are gone from the log and that nobody has: who let the record go on without them, and why. And records that a log held which nobody
 * had judged yet, for as long as a recovery makes it anew.
 */
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
      CREATE TABLE control.saved_records (
        partition     int NOT NULL,
        log_offset    bigint NOT NULL,
        key           bytea,
        headers       bytea NOT NULL,
        value         bytea,
        broker_at     timestamptz NOT NULL,
        PRIMARY KEY (partition, log_offset)
      );
      COMMENT ON TABLE control.saved_records IS 'Records that were not judged when a recovery removed their log: kept until they stand in the new one.';
      COMMENT ON COLUMN control.accepted_gaps.passed_at IS 'When the arbiter went past them, in the transaction that did.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE control.saved_records, control.accepted_gaps');
  }
}
