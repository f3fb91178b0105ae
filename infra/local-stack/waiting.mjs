import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is yes. A bounded wait: false when the limit ran out.
 *
 * @param {() => boolean | Promise<boolean>} check
 * @param {{ limit: number, every?: number, signal?: AbortSignal | undefined }} options limit and every in milliseconds
 */
export const until = async (check, { limit, every = 100, signal }) => {
  const end = Date.now() + limit;
  for (;;) {
    signal?.throwIfAborted();
    if (await check()) return true;
    if (Date.now() >= end) return false;
    await sleep(every);
  }
};

/**
 * The promise, or the signal's reason as soon as it aborts.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} signal
 */
export const unlessAborted = async (promise, signal) => {
  signal.throwIfAborted();
  /** @type {() => void} */
  let stopListening = () => {};
  const aborted = new Promise((_resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    stopListening = () => signal.removeEventListener('abort', onAbort);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, aborted]));
  } finally {
    stopListening();
  }
};
