import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest passes what it logs as (message, …details, context). */
const spread = (parts: readonly unknown[]) => {
  const context = typeof parts.at(-1) === 'string' ? { context: parts.at(-1) } : {};
  const stack = parts.find((part) => typeof part === 'string' && part.includes('\n    at '));
  return stack === undefined ? context : { ...context, stack };
};

/** Lets Nest itself write to the process's log. What it tells of its start is for those who look for it. */
export const nestLogger = (logger: Logger): LoggerService => {
  const at =
    (level: 'debug' | 'warn' | 'error' | 'fatal' | 'trace') =>
    (message: unknown, ...parts: unknown[]) =>
      message instanceof Error ? logger[level]({ ...spread(parts), err: message }) : logger[level](spread(parts), String(message));
  return { log: at('debug'), error: at('error'), warn: at('warn'), debug: at('debug'), verbose: at('trace'), fatal: at('fatal') };
};
