import type { Pool, PoolClient } from 'pg';

/** Runs `work` in a transaction, which stands where it resolves. */
export const inTransaction = async <Answer>(pool: Pool, work: (client: PoolClient) => Promise<Answer>): Promise<Answer> => {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('BEGIN');
    const answer = await work(client);
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
};
