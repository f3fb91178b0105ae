import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inCheckout } from '../../infra/local-stack/paths.mjs';

/** Longer than a cold start takes on a machine that has other things to do, in milliseconds. */
const STARTS_WITHIN_MS = 40_000;
/** Lines of its log that are shown where it fails. */
const LINES_KEPT = 30;

/** One of the product's processes, as it is built, with a real pid: it can be killed and started again. */
export class Service {
  private child: ChildProcess | undefined;
  private ended: Promise<string> = Promise.resolve('not started');
  private readonly lines: string[] = [];

  /** `settings` is its environment; `up` is what it logs once it works. */
  constructor(
    private readonly name: 'api' | 'projector',
    private readonly settings: Record<string, string>,
    private readonly up: RegExp,
  ) {}

  /** Resolves when it works, with what `up` matched. */
  async start(): Promise<RegExpExecArray> {
    if (this.child !== undefined) throw new Error(`the ${this.name} runs already`);
    const child = spawn(process.execPath, [inCheckout(`dist/apps/${this.name}/src/main.js`)], {
      env: { ...process.env, NODE_OPTIONS: '', ...this.settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const dieTogether = () => child.kill('SIGKILL');
    process.once('exit', dieTogether);
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        process.removeListener('exit', dieTogether);
        this.child = undefined;
        resolve(signal ?? `exit code ${code}`);
      });
    });
    return this.untilUp(child);
  }

  /** Of the process; undefined where none runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** kill -9: it has no say in it. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** SIGSTOP: it is there and does nothing, for how long it cannot know. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  /** SIGCONT: it goes on as if no time had passed. */
  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  get running(): boolean {
    return this.child !== undefined;
  }

  /** Resident memory now, in bytes. */
  rss(): number {
    // In kibibytes, on Linux and macOS.
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.child?.pid)], { encoding: 'utf8' })) * 1024;
  }

  /** Whether a line of the end of its log matches. */
  hasSaid(pattern: RegExp): boolean {
    return this.lines.some((line) => pattern.test(line));
  }

  /** SIGTERM, as a process manager ends it. Throws where it does not end well. */
  async stop(): Promise<void> {
    if (this.child === undefined) return;
    this.thaw();
    this.child.kill('SIGTERM');
    const how = await this.ended;
    if (how !== 'exit code 0') throw new Error(`the ${this.name} ended with ${how}. ${this.said()}`);
  }

  /** The end of its log. */
  said(): string {
    return `The ${this.name} said last:\n${this.lines.join('\n')}`;
  }

  private untilUp({ stdout, stderr }: ChildProcess): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the ${this.name} is not up. ${this.said()}`)), STARTS_WITHIN_MS);
      const hear = (line: string) => {
        this.lines.push(line);
        if (this.lines.length > LINES_KEPT) this.lines.shift();
        const match = this.up.exec(line);
        if (match === null) return;
        clearTimeout(late);
        resolve(match);
      };
      for (const output of [stdout!, stderr!]) createInterface({ input: output }).on('line', hear);
      void this.ended.then((how) => {
        clearTimeout(late);
        reject(new Error(`the ${this.name} ended (${how}). ${this.said()}`));
      });
    });
  }
}
