import { type Contender, timed } from './contender.js';
import { type Connection, openConnection } from './http-connection.js';
import { newPlace, type Place } from './places.js';
import { launch } from './processes.js';
import { OPENING, SITUATION_ID, taskOf } from './workload.js';

/** Resident memory of the processes, in bytes. */
export type Memory = { readonly api: number; readonly projector: number };

/** The api and the projector as `npm start` runs them. */
export const launchBoth = async (place: Place) => {
  const projector = launch('projector', place);
  await projector.said(/following the log/);
  const api = launch('api', place);
  const [, url] = await api.said(/listening on (http[^"]+)/);
  return {
    url: url!,
    memory: (): Memory => ({ api: api.rss(), projector: projector.rss() }),
    stop: async (): Promise<void> => {
      await api.stop();
      await projector.stop();
    },
  };
};

/** Both on a place of their own, which goes with them. */
export const launchAnew = async (serverUrl: string, brokers: readonly string[]) => {
  const place = await newPlace(serverUrl, brokers);
  try {
    const both = await launchBoth(place);
    return { ...both, place, stop: () => both.stop().finally(() => place.drop()) };
  } catch (error) {
    await place.drop();
    throw error;
  }
};

/** Sends it and expects 201. */
export const record = async (connection: Connection, method: 'PUT' | 'POST', path: string, body: object, key: string): Promise<void> => {
  const { status, body: answer } = await connection.ask(method, `/situations/${SITUATION_ID}${path}`, body, { 'idempotency-key': key });
  if (status !== 201) throw new Error(`${method} ${path}: ${status} ${answer}`);
};

/** Command to verdict over HTTP: the real api and projector, one keep-alive connection a writer. */
export const overHttp = async (place: Place, writers = 1): Promise<Contender & { memory(): Memory }> => {
  const { url, memory, stop } = await launchBoth(place);
  const connections = await Promise.all(Array.from({ length: writers }, () => openConnection(url)));
  await record(connections[0]!, 'PUT', '', OPENING, 'opening');
  let n = 0;
  return {
    once: (writer = 0) => {
      const { path, body } = taskOf(n);
      return timed(() => record(connections[writer]!, 'POST', `/${path}`, body, `task-${n++}`));
    },
    memory,
    close: async () => {
      for (const { close } of connections) close();
      await stop();
    },
  };
};
