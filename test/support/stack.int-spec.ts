import { afterAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { Client } from 'pg';
import { createDatabase, createTemplate, stack, topicPrefix } from './stack.js';
import { createTopic } from './topic-admin.js';

const { Kafka, logLevel } = kafkajs;

const inDatabase = async <T>(url: string, query: string): Promise<T[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query)).rows as T[];
  } finally {
    await client.end();
  }
};

describe('the stack of a test run', () => {
  const migrations: string[] = [];
  const migrate = async (url: string): Promise<void> => {
    migrations.push(url);
    await inDatabase(url, 'CREATE TABLE migrated (id int)');
  };
  const drops: (() => Promise<void>)[] = [];

  afterAll(async () => {
    for (const drop of drops) await drop();
  });

  it('has a durable PostgreSQL 18', async () => {
    const [row] = await inDatabase<{ version: string; fsync: string; sync: string }>(
      stack().databaseUrl,
      `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync`,
    );
    expect(row?.version).toMatch(/^18/);
    expect(row).toMatchObject({ fsync: 'on', sync: 'on' });
  });

  it('clones databases from a template that is migrated once', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => createTemplate(migrate, 'stack_spec').createDatabase()));
    drops.push(...databases.map(({ drop }) => drop));
    expect(migrations).toHaveLength(1);
    expect(new Set(databases.map(({ url }) => url)).size).toBe(3);
    for (const { url } of databases) expect(await inDatabase(url, 'SELECT * FROM migrated')).toEqual([]);
  });

  it('makes the template again after a migration that failed', async () => {
    const failing = createTemplate(async (url) => {
      await migrate(url);
      throw new Error('broken migration');
    }, 'stack_spec_broken');
    await expect(failing.createDatabase()).rejects.toThrow('broken migration');
    const { url, drop } = await createTemplate(migrate, 'stack_spec_broken').createDatabase();
    drops.push(drop);
    expect(await inDatabase(url, 'SELECT * FROM migrated')).toEqual([]);
  });

  it('drops a database that is still in use', async () => {
    const { url, drop } = await createDatabase();
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    await drop();
    await client.end();
    await expect(inDatabase(url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('has a Kafka that makes topics only when asked', async () => {
    const admin = new Kafka({ brokers: stack().brokers.split(','), logLevel: logLevel.NOTHING }).admin();
    const topic = `${topicPrefix()}.commits`;
    await admin.connect();
    await createTopic(admin, { topic, numPartitions: 2, replicationFactor: 1 });
    const offsets = await admin.fetchTopicOffsets(topic);
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    expect(offsets.map(({ high }) => high)).toEqual(['0', '0']);
  });
});
