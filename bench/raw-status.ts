import fastify from 'fastify';
import pg from 'pg';

// node raw-status.js, with DATABASE_URL and POOL: a bare Fastify route that looks up one row of the travel status, through as many connections as the api has.

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: Number(process.env['POOL']) });
const server = fastify();
server.get<{ Params: { situationId: string } }>('/situations/:situationId/status', async ({ params: { situationId } }) => {
  const { rows } = await pool.query({
    name: 'newest',
    text: `
      SELECT value, event_id, valid_from, valid_to FROM derived.travel_status
      WHERE situation = $1 AND key = $2 AND day <= $3
      ORDER BY day DESC, seq DESC, valid_from DESC, published_at DESC, log_offset DESC, event_index DESC, ord DESC LIMIT 1`,
    values: [situationId, 'US-STATE/ML/level', new Date()],
  });
  return rows[0];
});
process.on('SIGTERM', () => void server.close().then(() => pool.end()));
console.log(`listening on ${await server.listen({ port: 0, host: '127.0.0.1' })}`);
