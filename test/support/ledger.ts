import { expect } from '@jest/globals';
import { formatPosition } from '../../libs/event-log/src/index.js';
import type { Refolded } from './checker.js';
import { eventually } from './eventually.js';
import type { Answer, HttpClient, ProblemDetails, Recorded } from './http-client.js';

/** What a client knows of one request, by what it was answered. */
type Told =
  | { readonly is: 'recorded'; readonly commandId: string; readonly eventIds: readonly string[]; readonly position: string }
  /** The answer says that nothing of it was recorded. */
  | { readonly is: 'refused'; readonly status: number; readonly code: string }
  /** A 202, with the command to ask for; or no answer at all, or one that says nothing. */
  | { readonly is: 'unknown'; readonly commandId?: string };

export type Entry = {
  /** Its idempotency key, and the summary in what it records: by that it is found in the log, whatever ids the product gives. */
  readonly key: string;
  readonly situation: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
  told: Told;
};

/** Longer than the product takes to say that it does not know, in milliseconds. */
const ANSWER_WITHIN_MS = 20_000;
/** Before the first answer: nothing is recorded yet. */
const NOT_SENT: Told = { is: 'refused', status: 0, code: 'not-sent' };
/** Asked for at a time when all is settled. */
const AT_ONCE = 50;

/** What clients sent and what they were told, to be held against the log in the end. Every situation of a ledger is written through it alone. */
export class Ledger {
  readonly entries: Entry[] = [];

  constructor(
    private readonly http: HttpClient,
    private readonly name = 'sent',
  ) {}

  /** Sends a request under a key of its own. The body is of a kind that has a summary. Never rejects: no answer is an answer too. */
  async send(situation: string, path: string, body: object, headers: Record<string, string> = {}, http = this.http): Promise<Entry> {
    const key = `${this.name}-${this.entries.length}`;
    const method = path === '' ? 'PUT' : 'POST';
    const entry: Entry = { key, situation, method, path, body: { ...body, summary: key }, headers, told: NOT_SENT };
    this.entries.push(entry);
    await this.again(entry, http);
    return entry;
  }

  /** The same request under the same key, as a client does that did not get its answer. */
  async again(entry: Entry, http = this.http): Promise<Entry> {
    const { situation, method, path, body, headers, key, told } = entry;
    const answer = await http
      .send(method, `/situations/${situation}${path}`, body, { ...headers, 'idempotency-key': key }, ANSWER_WITHIN_MS)
      .catch(() => undefined);
    const now = toldBy(answer);
    const later = now.is === 'unknown' || (now.is === 'refused' && isForNow(now));
    if (told.is === 'recorded') {
      if (!later) expect(now).toEqual(told);
    } else if (now.is === 'unknown' || !later || told.is === 'refused') {
      // Of what was unknown a refusal for now tells nothing; and what a command was called it stays called.
      entry.told = now.is === 'unknown' && told.is === 'unknown' ? { ...told, ...now } : now;
    }
    return entry;
  }

  told(is: Told['is']): Entry[] {
    return this.entries.filter(({ told }) => told.is === is);
  }

  /**
   * Makes every unknown known: by its command, or, where the client was not told one or it never reached the log, by sending the same request
   * again, after which the command is known too. Answers how many had to be sent again. To be called when the log is judged to its end.
   */
  async settle(): Promise<number> {
    const open = this.told('unknown');
    let resent = 0;
    const settleOne = async (entry: Entry): Promise<void> => {
      const verdict = await this.verdictOf(entry);
      if (verdict === undefined) {
        resent += 1;
        await eventually(async () => expect((await this.again(entry)).told.is).not.toBe('unknown'), { within: 60_000, every: 200 });
        const { told } = entry;
        if (told.is === 'recorded') expect(await this.verdictOf(entry)).toMatchObject({ verdict: 'accepted', position: told.position });
      } else if (verdict.verdict === 'accepted') {
        const { commandId, eventIds, position } = verdict;
        entry.told = { is: 'recorded', commandId, eventIds, position };
      } else entry.told = { is: 'refused', status: 409, code: verdict.verdict };
    };
    for (let from = 0; from < open.length; from += AT_ONCE) await Promise.all(open.slice(from, from + AT_ONCE).map(settleOne));
    return resent;
  }

  private async verdictOf({ told }: Entry): Promise<(Recorded & { verdict: string }) | undefined> {
    if (told.is === 'refused' || told.commandId === undefined) return undefined;
    return eventually(async () => {
      const { status, body } = await this.http.get<Recorded & { verdict: string }>(`/commands/${told.commandId}`);
      expect([200, 404]).toContain(status);
      return status === 200 ? body : undefined;
    });
  }

  /**
   * Whatever was told to be recorded is in the log exactly once, where it was told; nothing that was refused is in force; nothing is unknown,
   * and nothing is there that nobody was told of. `strangers` are the commits that others wrote to these situations.
   */
  expectInLog(refolded: Refolded, strangers: readonly string[] = []): void {
    expect(this.told('unknown').map(({ key }) => key)).toEqual([]);
    const situations = new Set(this.entries.map(({ situation }) => situation));
    const events = new Map<string, string[]>();
    const commits = new Map<string, string>();
    for (const { partition, rows, firsts } of refolded) {
      for (const { event, commit, offset, index } of rows) {
        if (!situations.has(commit.situationId)) continue;
        const key = String(event.data['summary']);
        events.set(key, [...(events.get(key) ?? []), `${event.id} at ${formatPosition({ partition, offset })}.${index}`]);
      }
      for (const { commandId, situationId, verdict, position } of firsts)
        if (verdict === 'accepted' && situations.has(situationId)) commits.set(formatPosition(position), commandId);
    }
    const wrong: string[] = [];
    for (const { key, told } of this.entries) {
      const wanted = told.is === 'recorded' ? told.eventIds.map((id, index) => `${id} at ${told.position}.${index}`) : [];
      const found = events.get(key) ?? [];
      if (found.join() !== wanted.join())
        wrong.push(`${key} was ${told.is}, as ${wanted.join() || 'nothing'}; in the log: ${found.join() || 'nothing'}`);
      if (told.is === 'recorded' && commits.get(told.position) !== told.commandId)
        wrong.push(`${key} was told ${told.commandId} at ${told.position}; there is ${commits.get(told.position) ?? 'nothing'}`);
      if (told.is === 'recorded') commits.delete(told.position);
    }
    for (const [position, commandId] of commits)
      if (!strangers.includes(commandId)) wrong.push(`${commandId} at ${position} is in force, and nobody was told`);
    expect(wrong.slice(0, 20)).toEqual([]);
  }
}

/** The log or the database could not be reached, or there was too much to do: the same request may succeed later. */
export const isForNow = ({ status }: { status: number }): boolean => status === 503 || status === 429;

const toldBy = (answer: Answer<Recorded & ProblemDetails> | undefined): Told => {
  if (answer === undefined) return { is: 'unknown' };
  const { status, body } = answer;
  const { commandId, eventIds, position, code } = body;
  if (status === 201 || status === 200) return { is: 'recorded', commandId, eventIds, position };
  if (status === 202) return { is: 'unknown', commandId };
  if (status < 500 || isForNow({ status })) return { is: 'refused', status, code };
  return { is: 'unknown' };
};
