import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Place } from './places.js';

/** One of the applications, as `npm start` runs it. */
export type Application = {
  /** Resolves with the first match in its output; rejects where it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resident memory now, in bytes. */
  rss(): number;
  /** The most that it held up to now, in bytes. */
  mostHeld(): Promise<number>;
  /** What it has had of the processors, in seconds. Linux only. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
};

/** The most that a process held up to now, in bytes; 0 where it is gone. Asked without keeping anything else waiting. */
export const mostHeld = async (pid: number): Promise<number> => {
  try {
    if (process.platform !== 'linux') return Number((await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])).stdout) * 1024;
    return Number(/^VmHWM:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

/** Of a second, in /proc. */
const CLOCK_TICKS = 100;

/** What a process has had of the processors, in seconds; 0 where it is gone, or this is not Linux. */
export const cpuSeconds = async (pid: number): Promise<number> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field, its name, may hold anything; user and system time are the 14th and the 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
  } catch {
    return 0;
  }
};

// A signal alone would end this process without its exit being heard, and those that it launched would go on.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

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
    mostHeld: () => mostHeld(child.pid!),
    cpuSeconds: () => cpuSeconds(child.pid!),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
};
