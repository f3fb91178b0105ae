import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Place } from './places.js';

/** One of the applications, as `npm start` runs it. */
export type Application = {
  /** Resolves with the first match in its output; rejects where it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resident memory now, in bytes. */
  rss(): number;
  stop(): Promise<void>;
};

/** An api listens on a free port of loopback. */
export const launch = (name: 'api' | 'projector', { databaseUrl, brokers, topicPrefix }: Place): Application =>
  launchScript(fileURLToPath(new URL(`../apps/${name}/src/main.js`, import.meta.url)), {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers.join(','),
    TOPIC_PREFIX: topicPrefix,
    PORT: '0',
    HOST: '127.0.0.1',
  });

/** A process of its own, which says where it listens. */
export const launchScript = (main: string, env: NodeJS.ProcessEnv): Application => {
  const child: ChildProcess = spawn(process.execPath, ['--enable-source-maps', main], {
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! });
  const exited = once(child, 'exit');
  // A benchmark that is killed leaves nobody running.
  const dieTogether = () => child.kill('SIGKILL');
  process.once('exit', dieTogether);
  void exited.then(() => process.removeListener('exit', dieTogether));
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => {
          const match = pattern.exec(line);
          if (match === null) return;
          lines.off('line', look);
          resolve(match);
        };
        lines.on('line', look);
        void exited.then(() => reject(new Error(`${main} ended`)));
      }),
    // In kibibytes, on Linux and macOS.
    rss: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) * 1024,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
};
