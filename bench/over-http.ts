import { Agent, request } from 'node:http';
import { type Contender, timed } from './contender.js';
import type { Place } from './places.js';
import { launch } from './processes.js';
import { OPENING, SITUATION_ID, taskOf } from './workload.js';

/** Resident memory of the processes, in bytes. */
export type Memory = { readonly api: number; readonly projector: number };

/** Command to verdict over HTTP: the real api and projector, one keep-alive connection. */
export const overHttp = async ({ databaseUrl, brokers, topicPrefix }: Place): Promise<Contender & { memory(): Memory }> => {
  const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers.join(','), TOPIC_PREFIX: topicPrefix, PORT: '0', HOST: '127.0.0.1' };
  const projector = launch('projector', env);
  await projector.said(/following the log/);
  const api = launch('api', env);
  const [, url] = await api.said(/listening on (http[^"]+)/);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  const send = (method: 'PUT' | 'POST', path: string, body: object, key: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'idempotency-key': key };
      request(`${url}/situations/${SITUATION_ID}${path}`, { method, agent, headers }, (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (answer += part));
        response.on('end', () => (response.statusCode === 201 ? resolve() : reject(new Error(`${response.statusCode} ${answer}`))));
      })
        .on('error', reject)
        .end(text);
    });

  await send('PUT', '', OPENING, 'opening');
  let n = 0;
  return {
    once: () => {
      const { path, body } = taskOf(n);
      return timed(() => send('POST', `/${path}`, body, `task-${n++}`));
    },
    memory: () => ({ api: api.rss(), projector: projector.rss() }),
    close: async () => {
      agent.destroy();
      await api.stop();
      await projector.stop();
    },
  };
};
