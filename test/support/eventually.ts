import { setTimeout as pause } from 'node:timers/promises';

/**
 * The one way to wait in a test: tries again until `attempt` no longer throws, and answers what it gave. Rejects with its last error.
 * Times in milliseconds.
 */
export const eventually = async <T>(attempt: () => T | Promise<T>, { within = 20_000, every = 25 } = {}): Promise<T> => {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await pause(every);
  }
};
