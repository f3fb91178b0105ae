import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { inCheckout } from './paths.mjs';
import { step } from './script.mjs';

const sources = ['apps', 'libs', 'bench', 'infra/bundle.mjs', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];

/** Files beside the sources that the build leaves out. */
const leftOut = /\.(spec|int-spec|e2e-spec|contract)\.ts$|\.md$|\/node_modules\//;

/** Inside dist, so that it goes with it. */
const stamp = inCheckout('dist/sources.sha256');

/** @param {string} path @returns {string[]} the file, or all files below the folder */
const filesBelow = (path) =>
  !existsSync(inCheckout(path))
    ? []
    : statSync(inCheckout(path)).isFile()
      ? [path]
      : readdirSync(inCheckout(path), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name));

/** Of the contents, not the times: a fresh clone or a change of branch alters those without need. */
const digestOfSources = () => {
  const digest = createHash('sha256');
  for (const file of sources
    .flatMap(filesBelow)
    .filter((path) => !leftOut.test(path))
    .sort()) {
    digest.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return digest.digest('hex');
};

/** Builds, unless what is in dist was built from these very sources. */
export const build = async () => {
  const wanted = digestOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('Building', () => run('npm', ['run', '--silent', 'build']));
  writeFileSync(stamp, wanted);
};
