import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './env.js';

/** The password in an address: `scheme://user:password@`. */
const PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@/"]+@/gi;

/** The text with the passwords of all addresses in it made unreadable. */
export const withoutPasswords = (text: string): string => (text.includes('@') ? text.replace(PASSWORD, '$1:***@') : text);

/** JSON lines on standard output, one of its own a process. Whatever is logged, passwords in addresses do not show. */
export const openLogger = (name: string, level: LogLevel, destination?: DestinationStream): Logger => {
  const options = {
    name,
    level,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: ['req.headers.authorization', 'req.headers.cookie', '*.password'], censor: '***' },
    hooks: { streamWrite: withoutPasswords },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};

export type { Logger } from 'pino';
