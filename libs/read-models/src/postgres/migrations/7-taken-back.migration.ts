import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was taken back after an offset, of a read model whose rows are remembered: few, and looked for with every question. */
export class TakenBack1700000000007 implements MigrationInterface {
  name = 'TakenBack1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE live text;
      BEGIN
        SELECT DISTINCT uses.refobjid::regclass::text INTO STRICT live
        FROM pg_rewrite AS rule JOIN pg_depend AS uses ON uses.objid = rule.oid AND uses.refclassid = 'pg_class'::regclass
        WHERE rule.ev_class = 'derived.blockade_severity'::regclass AND uses.refobjid <> rule.ev_class;
        EXECUTE 'CREATE INDEX ON ' || live || ' (situation, withdrawn_offset) WHERE withdrawn_offset IS NOT NULL';
      END $$`);
  }

  async down(): Promise<void> {
    // The index goes with the table: its name is PostgreSQL's, and the table that it is on another's after a rebuild.
  }
}
