import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An arbiter goes on from what it holds in memory, which read models follow the log among it. Whoever changes that, by hand too, changes a number
 * in the cursors, by which the arbiter sees it.
 */
export class ModelsStamp1700000000008 implements MigrationInterface {
  name = 'ModelsStamp1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE derived.cursors ADD COLUMN models int NOT NULL DEFAULT 0;
      COMMENT ON COLUMN derived.cursors.models IS 'How often it changed which read models, in which version, follow the log in this partition.';

      CREATE FUNCTION derived.stamp_models() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_LEVEL = 'ROW' THEN
          UPDATE derived.cursors SET models = models + 1 WHERE partition IN (OLD.partition, NEW.partition);
        ELSE
          UPDATE derived.cursors SET models = models + 1;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER stamp_models AFTER INSERT OR UPDATE OR DELETE ON derived.projections FOR EACH ROW EXECUTE FUNCTION derived.stamp_models();
      CREATE TRIGGER stamp_models AFTER INSERT OR UPDATE OR DELETE ON derived.live_versions FOR EACH STATEMENT EXECUTE FUNCTION derived.stamp_models();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION derived.stamp_models CASCADE; ALTER TABLE derived.cursors DROP COLUMN models');
  }
}
