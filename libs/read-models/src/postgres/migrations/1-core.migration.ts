import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the arbiter writes: the raw records, their verdicts, the accepted events, the stream heads and its cursor. */
export class Core1700000000001 implements MigrationInterface {
  name = 'Core1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE derived.cursors (
        partition     int PRIMARY KEY,
        log_id        text,
        partitions    int,
        last_offset   bigint NOT NULL,
        recorded_at   timestamptz NOT NULL
      );
      COMMENT ON TABLE derived.cursors IS 'The last offset that was judged, by partition, with the identity of its log.';

      CREATE TABLE derived.records (
        partition     int NOT NULL,
        log_offset    bigint NOT NULL,
        key           bytea,
        headers       bytea NOT NULL,
        value         bytea,
        broker_at     timestamptz NOT NULL,
        recorded_at   timestamptz NOT NULL,
        verdict       text NOT NULL CHECK (verdict IN ('accepted', 'conflict', 'duplicate', 'malformed', 'marker')),
        reason        text,
        PRIMARY KEY (partition, log_offset)
      );
      COMMENT ON TABLE derived.records IS 'Every record of the log as the broker gave it, losers included, with its verdict.';

      CREATE TABLE derived.commands (
        command_id    uuid NOT NULL,
        partition     int NOT NULL,
        log_offset    bigint NOT NULL,
        verdict       text NOT NULL CHECK (verdict IN ('accepted', 'conflict')),
        situation     text NOT NULL,
        request_hash  text NOT NULL,
        versions      jsonb NOT NULL,
        event_ids     uuid[] NOT NULL,
        PRIMARY KEY (command_id, partition)
      );
      COMMENT ON TABLE derived.commands IS 'The first verdict of each command id; later records of the same id are duplicates.';

      CREATE TABLE derived.events (
        partition     int NOT NULL,
        log_offset    bigint NOT NULL,
        event_index   int NOT NULL,
        event_id      uuid NOT NULL,
        situation     text COLLATE "C" NOT NULL,
        stream        text COLLATE "C" NOT NULL,
        version       int NOT NULL,
        type          text NOT NULL,
        schema        int NOT NULL,
        data          jsonb NOT NULL,
        recorded_at   timestamptz NOT NULL,
        actor         text NOT NULL,
        reason        text,
        command_id    uuid NOT NULL,
        correlation_id text NOT NULL,
        causation_id  text,
        PRIMARY KEY (partition, log_offset, event_index)
      );
      CREATE INDEX events_by_stream ON derived.events (situation, stream, version) INCLUDE (log_offset);
      CREATE INDEX events_by_id ON derived.events (event_id);

      CREATE TABLE derived.heads (
        situation     text COLLATE "C" NOT NULL,
        stream        text COLLATE "C" NOT NULL,
        version       int NOT NULL,
        PRIMARY KEY (situation, stream)
      );

      CREATE TABLE derived.projections (
        name          text NOT NULL,
        partition     int NOT NULL,
        version       int NOT NULL,
        state         text NOT NULL CHECK (state IN ('parked')),
        last_offset   bigint NOT NULL,
        error         text NOT NULL,
        PRIMARY KEY (name, partition)
      );
      COMMENT ON TABLE derived.projections IS 'Projections that do not follow the cursor: parked at last_offset by an error.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE derived.projections, derived.heads, derived.events, derived.commands, derived.records, derived.cursors');
  }
}
