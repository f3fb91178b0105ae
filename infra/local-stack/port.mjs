import { createServer } from 'node:net';

/**
 * A listener that holds the port until it is closed, or undefined where the port is taken.
 *
 * @param {number} port 0: any free one
 * @param {string} host
 * @returns {Promise<import('node:net').Server | undefined>}
 */
const hold = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });

/** @param {number} port @param {string} [host] */
export const isFree = async (port, host = '127.0.0.1') => {
  const held = await hold(port, host);
  held?.close();
  return held !== undefined;
};

/**
 * The wanted ports, each replaced by another free one where it is taken. All are held at once while choosing, so they differ.
 *
 * @param {number[]} wanted
 * @param {string} [host]
 * @returns {Promise<number[]>}
 */
export const freePorts = async (wanted, host = '127.0.0.1') => {
  const held = [];
  for (const port of wanted) held.push((await hold(port, host)) ?? (await hold(0, host)));
  const ports = held.map((server) => {
    const address = server?.address();
    if (address === null || typeof address !== 'object') throw new Error(`No port is free on ${host}`);
    return address.port;
  });
  await Promise.all(held.map((server) => new Promise((resolve) => server?.close(resolve))));
  return ports;
};

/** Below the numbers that systems give to outgoing connections (Linux from 32768, others from 49152). */
const lasting = { from: 20_000, to: 32_000 };

/**
 * Free ports that stay free while a server that had one is down for a moment: no outgoing connection gets its number.
 *
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export const lastingPorts = async (count) => {
  const held = [];
  while (held.length < count) {
    const server = await hold(lasting.from + Math.floor(Math.random() * (lasting.to - lasting.from)), '127.0.0.1');
    if (server !== undefined) held.push(server);
  }
  const ports = held.map((server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};
