import { applications, choosePort } from './applications.mjs';
import { localStack } from './local-stack.mjs';
import { prepare } from './prepare.mjs';
import { unlessAborted } from './waiting.mjs';

/**
 * Prepares the checkout, starts the stack, the projector and the api, does the work, and stops them all, however it ends.
 *
 * @param {AbortSignal} interruption
 * @param {(url: string, failed: Promise<never>) => Promise<void>} work is handed the api's address, and a promise that fails when a server ends
 */
export const withApi = async (interruption, work) => {
  await prepare({ kafka: !process.env['KAFKA_BROKERS'] });
  const port = await choosePort();
  const stack = localStack();
  /** @type {ReturnType<typeof applications> | undefined} */
  let apps;
  try {
    apps = applications(await unlessAborted(stack.start(), interruption), port);
    const url = await apps.start(interruption);
    const failed = Promise.race([apps.watch(), stack.watch()]);
    failed.catch(() => {}); // heard by the work, or too late to matter
    await unlessAborted(Promise.race([work(url, failed), failed]), interruption);
  } finally {
    await apps?.stop();
    await stack.stop();
  }
};
