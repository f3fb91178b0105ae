import { build } from './build.mjs';
import { fetchKafka, requireKafka } from './kafka-jars.mjs';
import { requireNode } from './node-version.mjs';
import { installPackages } from './packages.mjs';
import { isMain, script } from './script.mjs';

/**
 * Makes a checkout ready to run, doing only what is not yet done. Nothing here, and nothing that it imports, needs a package.
 *
 * @param {{ kafka: boolean, build?: boolean }} needs kafka: the local Kafka; build: the applications
 */
export const prepare = async ({ kafka, build: built = true }) => {
  requireNode();
  if (kafka) requireKafka(); // before the long steps, not after them
  const fetched = await Promise.allSettled([installPackages(), kafka && fetchKafka()]);
  for (const result of fetched) if (result.status === 'rejected') throw result.reason;
  if (built) await build();
};

if (isMain(import.meta.url)) await script(() => prepare({ kafka: !process.env['KAFKA_BROKERS'] }));
