import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from './failure.mjs';

/** The oldest Java that Kafka 4 runs on. */
const oldestJava = 17;

/** @returns {string} the java command: the one of JAVA_HOME, or the first on the PATH */
export const java = () => (process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java');

/** @returns {number | undefined} the major version; undefined where Java does not run */
const javaVersion = () => {
  const { status, stderr } = spawnSync(java(), ['-version'], { encoding: 'utf8' });
  const [, first, second] = (status === 0 && /version "(\d+)(?:\.(\d+))?/.exec(stderr)) || [];
  return first === undefined ? undefined : Number(first === '1' ? second : first);
};

/**
 * Refuses, in one message that names every way out, where the local Kafka cannot run.
 *
 * @param {{ maven: boolean }} needs maven: only until Kafka's jars are there
 */
export const requireJava = ({ maven }) => {
  const version = javaVersion();
  const missing = [];
  if (version === undefined) missing.push(`Java ${oldestJava} or newer (none was found)`);
  else if (version < oldestJava) missing.push(`Java ${oldestJava} or newer (found: ${version})`);
  if (maven && spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status !== 0) missing.push('Maven, the command mvn (none was found)');
  if (missing.length === 0) return;
  throw new Failure(
    [
      `The local Kafka needs ${missing.join(', and ')}. Install:`,
      '',
      '  Debian, Ubuntu:  sudo apt-get install default-jre-headless maven',
      '  Fedora:          sudo dnf install java-21-openjdk-headless maven',
      '  macOS:           brew install openjdk@21 maven',
      '',
      'Or use Docker, which needs neither:  docker compose up',
      'Or name a Kafka that runs already:   KAFKA_BROKERS=host:port',
    ].join('\n'),
  );
};
