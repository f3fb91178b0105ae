import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { endOfLog, launch } from './launch.mjs';
import { dataDirectory, inCheckout } from './paths.mjs';
import { freePorts, isFree } from './port.mjs';
import { end, isRunning, self } from './process-identity.mjs';
import { stateFile } from './state-file.mjs';
import { until, unlessAborted } from './waiting.mjs';

/** How long the api may take to be ready, in milliseconds: it waits for the projector, which may have a log to read. */
const readyLimit = 60_000;

/** How long a shutdown may take, in milliseconds. */
const stopLimit = 10_000;

const defaultPort = 3000;

const host = process.env['HOST'] || '127.0.0.1';

/**
 * The port for the api. One that was asked for is used or refused; the default gives way to a free one.
 * What a killed script left is ended first, since it may hold the port, and may be of an older build.
 */
export const choosePort = async () => {
  await endOrphans(stateFile(dataDirectory));
  const asked = process.env['PORT'];
  if (!asked) return (await freePorts([defaultPort], host))[0] ?? defaultPort;
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Failure(`PORT=${asked} is no port: a number from 1 to 65535 is.`);
  if (!(await isFree(port, host)))
    throw new Failure(`Port ${port} is taken. Set PORT to another one, or leave it unset to get a free one.`);
  return port;
};

/**
 * The projector and the api, on a stack that answers.
 *
 * @param {import('./local-stack.mjs').Addresses} addresses
 * @param {number} port for the api
 */
export const applications = ({ databaseUrl, brokers }, port) => {
  const state = stateFile(dataDirectory);
  /** @type {{ key: string, title: string, log: string, entry: import('./state-file.mjs').Entry, exited: Promise<string> }[]} */
  const started = [];

  /** @param {'api' | 'projector'} title */
  const launchOne = async (title) => {
    const main = inCheckout(`dist/apps/${title}/src/main.js`);
    const log = join(dataDirectory, 'logs', `${title}.log`);
    const env = { ...process.env, DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers, PORT: String(port) };
    const { pid, exited } = await launch(process.execPath, ['--enable-source-maps', main], { log, env });
    const entry = { pid, mark: main, port, startedAt: new Date().toISOString(), owner: self() };
    const key = `${title}-${process.pid}`;
    state.record(key, entry);
    started.push({ key, title, log, entry, exited });
  };

  /** Never returns: fails as soon as one of them ends. @returns {Promise<never>} */
  const watch = () =>
    Promise.race(
      started.map(async ({ title, log, exited }) => {
        const how = await exited;
        throw new Failure(`The ${title} ended (${how}). ${endOfLog(log)}`);
      }),
    );

  return {
    /**
     * @param {AbortSignal} signal
     * @returns {Promise<string>} the api's address, once it is ready
     */
    start: async (signal) => {
      await launchOne('projector');
      await launchOne('api');
      const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
      const ready = until(() => isReady(url), { limit: readyLimit, signal });
      const inTime = await unlessAborted(Promise.race([ready, watch()]), signal);
      if (!inTime)
        throw new Failure(
          `The api was not ready within ${readyLimit / 1000} s${await reasons(url)}. ${started.map(({ log }) => endOfLog(log)).join('\n\n')}`,
        );
      return url;
    },
    watch,
    /** The api first, so that no request is left waiting for a projector that is gone. */
    stop: async () => {
      for (const { key, entry } of started.toReversed()) {
        await end(entry, { limit: stopLimit });
        state.forget(key);
      }
    },
  };
};

/** A read model that is parked keeps nobody from mending it: the api serves, and its answers say so. @param {string} url */
const isReady = async (url) => {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3000) });
    if (response.ok) return true;
    const { reasons } = /** @type {{ reasons: { code: string }[] }} */ (await response.json());
    return reasons.every(({ code }) => code === 'model-parked');
  } catch {
    return false;
  }
};

/** What the api itself says of it. @param {string} url */
const reasons = async (url) => {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3000) });
    const { detail } = /** @type {{ detail?: string }} */ (await response.json());
    return detail === undefined ? '' : `: ${detail}`;
  } catch {
    return '';
  }
};

/** Ends the applications whose script was killed. @param {import('./state-file.mjs').StateFile} state */
const endOrphans = async (state) => {
  for (const [key, entry] of Object.entries(state.read())) {
    if (!/^(api|projector)-/.test(key) || isRunning(entry.owner)) continue;
    await end(entry, { limit: stopLimit });
    state.forget(key);
  }
};
