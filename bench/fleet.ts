import type { Place } from './places.js';
import { patiently } from './patiently.js';
import { launch } from './processes.js';

/** How many of each process. */
export type FleetSize = { readonly projectors: number; readonly apis: number };

/** A quarter of a second each: cold processes that start together take their time. */
const TRIES = 160;

/** So many projectors and apis on one record. Resolves when every partition is followed by exactly one projector, and every api is ready. */
export const launchFleet = async (place: Place, { projectors, apis }: FleetSize) => {
  const several = (name: 'api' | 'projector', count: number, says: RegExp) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const application = launch(name, place);
        const [, url] = await application.said(says);
        return { application, url: url! };
      }),
    );
  const judging = await several('projector', projectors, /health and metrics at (http[^"]+)/);
  await patiently(async () => {
    const told = await Promise.all(judging.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
    const counts = told.map((text) => (text.match(/^timeline_partition_active\{.*\} 1$/gm) ?? []).length);
    const partitions = told[0]!.match(/^timeline_partition_active/gm)?.length ?? 0;
    if (partitions === 0 || counts.reduce((sum, count) => sum + count, 0) !== partitions)
      throw new Error(`the shares are ${counts.join(', ')}`);
    if (Math.max(...counts) - Math.min(...counts) > 1) throw new Error(`the shares are ${counts.join(', ')}`);
  }, TRIES);
  const serving = await several('api', apis, /listening on (http[^"]+)/);
  await patiently(async () => {
    for (const { url } of serving) if (!(await fetch(`${url}/health/ready`)).ok) throw new Error(`${url} is not ready`);
  }, TRIES);
  return {
    urls: serving.map(({ url }) => url),
    stop: async (): Promise<void> => {
      await Promise.all(serving.map(({ application }) => application.stop()));
      await Promise.all(judging.map(({ application }) => application.stop()));
    },
  };
};
