import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { Failure } from './failure.mjs';
import { launch } from './launch.mjs';
import { freePorts } from './port.mjs';
import { end, isRunning } from './process-identity.mjs';
import { mayReach, postgresAccount, standIn } from './postgres-account.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';

/** Beside the usual 5432, which a developer's own PostgreSQL may hold. */
const wantedPort = 54329;
const user = 'timeline';
const database = 'timeline';

/** Its "fast" shutdown; SIGTERM would wait for every client to leave. */
const stop = /** @type {const} */ ({ signal: 'SIGINT', limit: 15_000 });

/** Durable (fsync and synchronous_commit stay on, as by default), small, and without what only replicas need. */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=', // their default place may not be writable
  'max_connections=200',
  'shared_buffers=128MB',
  'max_wal_size=1GB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'jit=off', // costs more than it saves on short queries
  'timezone=UTC',
  'log_timezone=UTC',
];

/** In their place where there is one to replicate it, or where it is one. */
const replicated = ['wal_level=replica', 'max_wal_senders=4', 'wal_retrieve_retry_interval=200ms'];

/**
 * PostgreSQL with its data and its password in a directory.
 *
 * @typedef {{ port: number, data: string }} Primary data: of a server that is stopped when the replica starts for the first time
 * @param {string} directory
 * @param {{ port?: number, data?: string, replicated?: boolean, replicaOf?: Primary }} [options] port: this one and no other; data: a folder for
 *   the data that is elsewhere; replicated: others may be replicas of it; replicaOf: it is a streaming replica of that one
 * @returns {import('./service.mjs').Service & { url(port: number): string, data: string }}
 */
export const postgres = (directory, options = {}) => {
  const log = join(directory, 'logs', 'postgres.log');
  const account = postgresAccount();
  const home = account && !mayReach(account, directory) ? standIn(directory) : directory;
  const data = options.data ?? join(home, 'postgres');
  const passwordFile = join(home, 'postgres.password');
  /** Tells where the data is when it is not in the directory. Without it, that is the data of a directory since removed. */
  const pointer = join(directory, 'postgres.path');
  /** @param {number} port @param {string} name */
  const urlOf = (port, name) => `postgres://${user}:${readFileSync(passwordFile, 'utf8')}@127.0.0.1:${port}/${name}`;

  /** @param {string} bin @param {string} unfinished a folder: renamed when it is whole, so a killed initdb leaves no half of one */
  const initialise = async (bin, unfinished) => {
    const password = randomBytes(24).toString('hex');
    const handedOver = `${unfinished}.password`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    if (home !== directory) chmodSync(home, 0o755); // whatever the umask: the account must get through
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(handedOver, password, { mode: 0o600 });
    for (const path of account ? [unfinished, handedOver] : []) chownSync(path, account?.uid ?? 0, account?.gid ?? 0);
    try {
      const args = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
      await run(join(bin, 'initdb'), ['-D', unfinished, '-U', user, `--pwfile=${handedOver}`, ...args], { cwd: '/', ...account });
    } finally {
      rmSync(handedOver, { force: true });
    }
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (home !== directory) writeFileSync(pointer, `${data}\n`);
    renameSync(unfinished, data);
  };

  /** @param {Primary} primary @param {string} unfinished */
  const beginReplica = (primary, unfinished) => {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    if (home !== directory) chmodSync(home, 0o755);
    cpSync(primary.data, unfinished, { recursive: true });
    const password = readFileSync(join(dirname(primary.data), 'postgres.password'), 'utf8');
    const conninfo = `host=127.0.0.1 port=${primary.port} user=${user} password=${password}`;
    writeFileSync(join(unfinished, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`, { mode: 0o600 });
    writeFileSync(join(unfinished, 'standby.signal'), '');
    if (account) spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, unfinished]);
    chmodSync(unfinished, 0o700);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (home !== directory) writeFileSync(pointer, `${data}\n`);
    renameSync(unfinished, data);
  };

  return {
    name: 'postgres',
    title: 'PostgreSQL',
    log,
    stop,
    data,
    spawn: async (signal) => {
      const bin = await postgresBinaries(account);
      await clearPidFile(data);
      if (home !== directory && !existsSync(pointer)) rmSync(data, { recursive: true, force: true });
      if (!existsSync(data)) await (options.replicaOf ? beginReplica(options.replicaOf, `${data}.new`) : initialise(bin, `${data}.new`));
      if (!existsSync(passwordFile))
        throw new Failure(`${passwordFile} is gone, and nothing opens ${data} without it. Remove that folder to begin anew.`);
      const port = options.port ?? (await freePorts([wantedPort]))[0] ?? wantedPort;
      signal.throwIfAborted();
      const all = options.replicated || options.replicaOf ? [...settings, ...replicated] : settings;
      const args = ['-D', data, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])];
      const { pid } = await launch(join(bin, 'postgres'), args, { log, ...account });
      return { pid, mark: data, port };
    },
    answers: (port) => query(urlOf(port, 'postgres'), createDatabase),
    url: (port) => urlOf(port, database),
  };
};

/**
 * A killed PostgreSQL leaves its pid file. It would refuse to start if another process of this user had got that number since.
 *
 * @param {string} data
 */
const clearPidFile = async (data) => {
  const path = join(data, 'postmaster.pid');
  if (!existsSync(path)) return;
  const left = { pid: Number(readFileSync(path, 'utf8').split('\n', 1)[0]), mark: data };
  if (isRunning(left)) await end(left, stop);
  rmSync(path, { force: true });
};

/** @param {import('pg').Client} client */
const createDatabase = async (client) => {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
};

/**
 * Asks a PostgreSQL a question, since an open port alone says little. Fails where it does not answer.
 *
 * @param {string} url
 * @param {(client: import('pg').Client) => Promise<unknown>} [use]
 * @returns {Promise<true>}
 */
export const query = async (url, use = (client) => client.query('SELECT 1')) => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000, query_timeout: 10_000 });
  client.on('error', () => {}); // a connection cut off later is nothing to us
  try {
    await client.connect();
    await use(client);
    return true;
  } finally {
    await client.end().catch(() => {});
  }
};
