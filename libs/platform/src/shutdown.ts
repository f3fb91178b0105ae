import type { Logger } from 'pino';

/** Closes one thing; `name` tells in the log which. */
export type Closer = { readonly name: string; readonly close: () => Promise<unknown> };

/** Less than what process managers wait between SIGTERM and SIGKILL (10 s with Docker), in milliseconds. */
const LIMIT = 9_500;

/** Runs the closers one after the other, each even where one before it failed. Answers 0, or 1 where they took longer than `limitMs`. */
export const closeAll = async (closers: readonly Closer[], logger: Logger, limitMs = LIMIT): Promise<0 | 1> => {
  let at = 'nothing';
  const all = async (): Promise<0> => {
    for (const { name, close } of closers) {
      at = name;
      try {
        await close();
      } catch (error) {
        logger.error({ err: error }, `${name} did not close`);
      }
    }
    return 0;
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<1>((resolve) => {
    timer = setTimeout(() => {
      logger.error(`${at} was still closing after ${limitMs / 1000} s`);
      resolve(1);
    }, limitMs);
  });
  const code = await Promise.race([all(), late]);
  clearTimeout(timer);
  return code;
};

/**
 * On SIGTERM and SIGINT closes everything in order and ends the process. Further signals change nothing: a terminal's Ctrl-C reaches
 * the process both by itself and through whoever started it.
 */
export const closeOnSignal = (closers: readonly Closer[], logger: Logger): void => {
  let closing = false;
  const stop = (signal: NodeJS.Signals) => {
    if (closing) return;
    closing = true;
    logger.info(`${signal}: closing`);
    void closeAll(closers, logger).then((code) => process.exit(code));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};
