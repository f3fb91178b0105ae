import { EnvironmentFaults } from './env.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether only this machine can reach what listens on `host`. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/**
 * Refuses to serve beyond this machine while nobody is asked who they are, unless that was said to be wanted.
 * Answers what is to be told about it at start. `setting` is what the host was set by.
 */
export const anonymousAccess = ({ host, allowAnonymous }: { host: string; allowAnonymous: boolean }, setting = 'HOST'): string => {
  if (isLoopback(host)) return `No authentication is configured: listening on ${host}, for this machine only.`;
  if (allowAnonymous) return `No authentication is configured: ANYONE who reaches ${host} may read and write (ALLOW_ANONYMOUS=true).`;
  throw new EnvironmentFaults([
    `${setting} is ${host}, which other machines can reach, and no authentication is configured. ` +
      `Leave ${setting} unset to listen on 127.0.0.1, or set ALLOW_ANONYMOUS=true to let anyone in.`,
  ]);
};
