import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The status of a moment mostly rests on the last few notices before it, whoever published them: an index that has the notices of a situation in
 * the order of their days, with all that each states. A head says at which offset its stream last moved: before it, the version was another one.
 */
export class RecentNotices1700000000004 implements MigrationInterface {
  name = 'RecentNotices1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX travel_status_v1_notices ON derived.travel_status_v1 (situation, day, seq) WHERE key NOT LIKE '%/%/%';
      UPDATE derived.travel_status_v1 AS notice SET value = (
        SELECT coalesce(jsonb_object_agg(split_part(facet.key, '/', 3), facet.value), '{}') FROM derived.travel_status_v1 AS facet
        WHERE (facet.partition, facet.log_offset, facet.event_index, facet.event_id) = (notice.partition, notice.log_offset, notice.event_index, notice.event_id)
          AND facet.key LIKE '%/%/%')
      WHERE notice.key NOT LIKE '%/%/%';
      ALTER TABLE derived.heads ADD COLUMN log_offset bigint;
      COMMENT ON COLUMN derived.heads.log_offset IS 'Of the event that has the version; null where an earlier release wrote it.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE derived.heads DROP COLUMN log_offset; DROP INDEX derived.travel_status_v1_notices;');
  }
}
