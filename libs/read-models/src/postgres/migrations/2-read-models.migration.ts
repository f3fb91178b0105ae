import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createAssertionTable, dropAssertionTable } from '../assertion.table.js';

const BY_START = ['valid_from', 'log_offset', 'event_index'];
const BY_RECORD = ['log_offset', 'event_index'];

/** The live read models. A claim or a reclassification is no row of a list; nor is a facet: their keys have more slashes than what they are of. */
export class ReadModels1700000000002 implements MigrationInterface {
  name = 'ReadModels1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createAssertionTable('travel_status', 1));
    await runner.query(createAssertionTable('guidance_changes', 1, { lists: [{ columns: ['day'], where: "key NOT LIKE '%/%/%'" }] }));
    const entries = [{ columns: BY_START }, { columns: BY_RECORD }, { columns: BY_RECORD, where: "key = 'correction'" }];
    await runner.query(createAssertionTable('timeline', 1, { asOf: false, lists: entries }));
    const reports = { columns: BY_START, where: "key NOT LIKE '%/%'" };
    const merges = { columns: ['key'], where: "key LIKE '%/merge'" };
    await runner.query(createAssertionTable('incidents', 1, { lists: [reports, merges] }));
    await runner.query(createAssertionTable('observations', 1));
    await runner.query(createAssertionTable('blockade_severity', 1));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['travel_status', 'guidance_changes', 'timeline', 'incidents', 'observations', 'blockade_severity']) {
      await runner.query(dropAssertionTable(name, 1));
    }
  }
}
