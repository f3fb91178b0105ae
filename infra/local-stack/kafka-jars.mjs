import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { requireJava } from './java.mjs';
import { dataDirectory, inCheckout } from './paths.mjs';
import { step } from './script.mjs';

const pom = inCheckout('infra/kafka/pom.xml');

/** One set of jars for every stack of this checkout. */
export const kafkaJars = join(dataDirectory, 'kafka', 'libs');

/** Written last: where it matches the pom, every jar is there. */
const stamp = join(kafkaJars, 'pom.sha256');

const wanted = () => createHash('sha256').update(readFileSync(pom)).digest('hex');

const present = () => {
  try {
    return readFileSync(stamp, 'utf8') === wanted();
  } catch {
    return false;
  }
};

/** Refuses where Kafka could not be fetched or run. */
export const requireKafka = () => requireJava({ maven: !present() });

/** Fetches Kafka through Maven, unless it is there. */
export const fetchKafka = async () => {
  requireKafka();
  if (present()) return;
  await step('Fetching Kafka through Maven', async () => {
    const fetched = `${kafkaJars}.${process.pid}`;
    await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-Dlibs=${fetched}`], { cwd: dirname(pom) });
    writeFileSync(join(fetched, 'pom.sha256'), wanted());
    rmSync(kafkaJars, { recursive: true, force: true });
    renameSync(fetched, kafkaJars);
  });
};
