import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createAssertionTable, dropAssertionTable } from '../assertion.table.js';

export class Sources1700000000003 implements MigrationInterface {
  name = 'Sources1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createAssertionTable('sources', 1));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropAssertionTable('sources', 1));
  }
}
