import { timed } from './contender.js';
import { type History, SITUATIONS, situationAt } from './growth-history.js';
import type { Connection } from './http-connection.js';
import { AUTHORITIES, notice, report } from './rebuild-data.js';
import { type Figures, figuresOf } from './statistics.js';

/** What an api was asked, one thing at a time. */
export type Used = {
  /** `SELECT 1`, once after each report: how busy the machine was meanwhile. */
  readonly roundTrip: Figures;
  /** A report of something new: its stream begins with it. */
  readonly newStream: Figures;
  /** A notice of an authority that has said much before: the first one, and the one after it. */
  readonly longStream: Figures;
  readonly longStreamAgain: Figures;
  /** Of every situation in turn, each of which has something new; and at once again. */
  readonly status: Figures;
  readonly statusAgain: Figures;
  readonly severity: Figures;
  readonly severityAgain: Figures;
  /** Milliseconds of the processors that one took, in the api, the projector and PostgreSQL together: of the reports, and of all four questions. */
  readonly cpuMs: { readonly command: number; readonly question: number };
};

/** What a record is used with, and looked at meanwhile. */
export type Using = {
  readonly connection: Connection;
  readonly history: History;
  /** How many commits were written past the api. */
  readonly recorded: number;
  /** Of each kind. */
  readonly commands: number;
  readonly roundTrip: () => Promise<unknown>;
  /** Begins to count the processors' time in all processes; what it answers tells how much it was, in seconds. */
  readonly countCpu: () => Promise<() => Promise<number>>;
};

/** Uses a record as its people do: records a little in every situation, and asks about each. */
export class Use {
  private reports = 0;

  constructor(private readonly using: Using) {}

  /** First without counting, since who has just begun is slower. */
  async use(): Promise<Used> {
    await this.report();
    await this.ask();
    const [[reports, roundTrips], command] = await this.counted(() => this.report(), this.using.commands);
    const [longStream, longStreamAgain] = await this.notices();
    const [[status, statusAgain, severity, severityAgain], question] = await this.counted(() => this.ask(), 4 * SITUATIONS);
    const cpuMs = { command, question };
    const [newStream, roundTrip] = [figuresOf(reports), figuresOf(roundTrips)];
    return { roundTrip, newStream, longStream, longStreamAgain, status, statusAgain, severity, severityAgain, cpuMs };
  }

  private async counted<T>(work: () => Promise<T>, times: number): Promise<[T, number]> {
    const counted = await this.using.countCpu();
    const done = await work();
    return [done, ((await counted()) * 1_000) / times];
  }

  private get now(): string {
    return this.using.history.momentAt(this.using.recorded);
  }

  private async report(): Promise<[number[], number[]]> {
    const [reports, roundTrips]: [number[], number[]] = [[], []];
    for (let nth = 0; nth < this.using.commands; nth++) {
      const { type: _type, ...body } = { ...report(nth, this.now), incidentId: `live-${this.using.recorded}-${this.reports++}` };
      reports.push(await timed(() => this.record(situationAt(nth), 'incidents', body)));
      roundTrips.push(await timed(this.using.roundTrip));
    }
    return [reports, roundTrips];
  }

  private async notices(): Promise<[Figures, Figures]> {
    const [first, again]: [number[], number[]] = [[], []];
    for (let nth = 0; nth < this.using.commands; nth++) {
      for (const [which, times] of [first, again].entries()) {
        // Those written past the api have the first place of their day.
        const seq = 2 + which;
        const authority = AUTHORITIES[nth % AUTHORITIES.length]!;
        const { type: _type, ...body } = {
          ...notice(nth, this.now),
          authority,
          noticeId: `live-${this.using.recorded}-${nth}-${seq}`,
          seq,
        };
        times.push(await timed(() => this.record(situationAt(nth), 'notices', body)));
        this.using.history.wrote(situationAt(nth), `advisory/${authority}/ML`);
      }
    }
    return [figuresOf(first), figuresOf(again)];
  }

  private async ask(): Promise<[Figures, Figures, Figures, Figures]> {
    const times: [number[], number[], number[], number[]] = [[], [], [], []];
    for (let nth = 0; nth < SITUATIONS; nth++) {
      const about = `/situations/${situationAt(nth)}`;
      const questions = [`${about}/status`, `${about}/severity?validAt=${this.now}`];
      for (const [which, path] of questions.entries()) {
        for (const again of [0, 1]) times[2 * which + again]!.push(await timed(() => this.get(path)));
      }
    }
    return times.map((taken) => figuresOf(taken)) as [Figures, Figures, Figures, Figures];
  }

  private async record(situation: string, path: string, body: object): Promise<void> {
    const { status, body: answer } = await this.using.connection.ask('POST', `/situations/${situation}/${path}`, body);
    if (status !== 201) throw new Error(`${path} of ${situation}: ${status} ${answer}`);
  }

  private async get(path: string): Promise<void> {
    const { status, body } = await this.using.connection.ask('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
  }
}
