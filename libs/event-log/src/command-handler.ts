import { commandId, eventId, requestId } from './command-id.js';
import {
  CommandConflict,
  type CommandOutcome,
  type CommandRequest,
  type Handling,
  KeyReused,
  type Preview,
  VersionMismatch,
} from './command.js';
import { type Commit, encodeCommit } from './commit.js';
import type { EventCodec } from './event-codec.js';
import { type EventLog, NotAppended } from './event-log.js';
import { partitionOf } from './partitioner.js';
import type { CommandVerdict, Loaded, Recalled, RecordStore, StreamEvent } from './record-store.js';

/** How long a verdict is waited for before the answer is "unknown". */
export const VERDICT_WAIT_MS = 5_000;
/** Decisions made anew after a conflict before giving up. */
const MAX_RETRIES = 3;
/** Attempts looked up at a time. */
const ATTEMPTS_WINDOW = MAX_RETRIES + 1;

/** Decides commands and appends what they cause; the answer is always that of the record, never of the own decision. */
export class CommandHandler<Command, Event> {
  constructor(
    private readonly log: EventLog,
    private readonly store: RecordStore<Event>,
    private readonly codec: EventCodec<Event>,
    private readonly handlingOf: (situationId: string, command: Command) => Handling<Event>,
    private readonly verdictWaitMs = VERDICT_WAIT_MS,
  ) {}

  /** Rejects with Rejected, VersionMismatch, KeyReused, CommandConflict, CommitTooLarge or LogUnavailable; then nothing of it is in force, nor will be. */
  async handle(request: CommandRequest<Command>): Promise<CommandOutcome> {
    const id = requestId(request.actor, request.situationId, request.idempotencyKey);
    const command = request.command(id);
    const handling = this.handlingOf(request.situationId, command);
    const recalled = this.decidedFromMemory(request, handling);
    if (recalled !== undefined) {
      const attempt = commandId(id, 1);
      const verdict = await this.record(request, attempt, handling, recalled.versions, recalled.events);
      if (verdict === undefined) return { status: 'unknown', commandId: attempt };
      if (verdict.verdict === 'accepted') {
        const isNew = verdict.versions[handling.stream]! > recalled.versions[handling.stream]!;
        return answerOf(request, handling.stream, verdict, isNew ? 'recorded' : 'repeated');
      }
    }
    let firstAttempt = 1;
    for (let retries = 0; ;) {
      const attempts = Array.from({ length: ATTEMPTS_WINDOW }, (_, n) => commandId(id, firstAttempt + n));
      const loaded = await this.store.load(
        request.situationId,
        handling.reads,
        request.idempotencyKey === undefined && retries === 0 && recalled === undefined ? [] : attempts,
      );
      const accepted = loaded.verdicts.find(({ verdict }) => verdict === 'accepted');
      if (accepted !== undefined) return answerOf(request, handling.stream, accepted, 'repeated');
      const lost = attempts.findLastIndex((attempt) => loaded.verdicts.some((known) => known.commandId === attempt));
      if (lost === ATTEMPTS_WINDOW - 1) {
        firstAttempt += ATTEMPTS_WINDOW;
        continue;
      }

      const events = decided(request, handling, loaded);
      const attempt = attempts[lost + 1]!;
      // Without a key nobody can ask for this command again: nothing to record.
      if (events.length === 0 && request.idempotencyKey === undefined) {
        return {
          status: 'unchanged',
          commandId: attempt,
          stream: handling.stream,
          eventIds: [],
          versions: { [handling.stream]: loaded.versions[handling.stream] ?? 0 },
          position: loaded.position,
          pending: [],
        };
      }

      const verdict = await this.record(request, attempt, handling, loaded.versions, events);
      if (verdict === undefined) return { status: 'unknown', commandId: attempt };
      if (verdict.verdict === 'accepted') return answerOf(request, handling.stream, verdict, 'recorded');
      if (retries === MAX_RETRIES)
        throw new CommandConflict(`others kept writing to ${handling.reads.join(', ')} of ${request.situationId}`);
      retries += 1;
    }
  }

  /** What the command would write if it came now. Nothing is appended, and no key is looked up. Rejects as {@link handle} does. */
  async preview(request: CommandRequest<Command>): Promise<Preview<Event>> {
    const id = requestId(request.actor, request.situationId, request.idempotencyKey);
    const handling = this.handlingOf(request.situationId, request.command(id));
    const loaded = await this.store.load(request.situationId, handling.reads, []);
    const events = decided(request, handling, loaded);
    const command = commandId(id, 1);
    const before = loaded.versions[handling.stream] ?? 0;
    return {
      commandId: command,
      stream: handling.stream,
      position: loaded.position,
      events: events.map((event, index) => ({ id: eventId(command, index), version: before + index + 1, event })),
    };
  }

  /**
   * What the command causes after what is remembered, where that is something: its commit is then worth a try, since the log takes it only if what is
   * remembered is all there is, and only once. Anything else, a rule that says no included, needs a look at the record.
   */
  private decidedFromMemory(
    request: CommandRequest<Command>,
    handling: Handling<Event>,
  ): { versions: Recalled<Event>['versions']; events: readonly Event[] } | undefined {
    if (request.ifMatch !== undefined) return undefined;
    const recalled = this.store.recall(request.situationId, handling.reads);
    if (recalled === undefined) return undefined;
    try {
      const events = handling.decide(readable(recalled));
      return events.length === 0 ? undefined : { versions: recalled.versions, events };
    } catch {
      return undefined;
    }
  }

  /** Appends it when it is its turn. What is remembered of its streams is brought up to the verdict. */
  private async record(
    request: CommandRequest<Command>,
    attempt: string,
    handling: Handling<Event>,
    versions: Loaded<Event>['versions'],
    events: readonly Event[],
  ): Promise<CommandVerdict | undefined> {
    const { situationId } = request;
    const commit = this.commit(request, attempt, handling, versions, events);
    await request.turn?.come;
    const appended = this.append(commit);
    request.turn?.over();
    const verdict = await appended;
    if (verdict?.verdict === 'accepted') this.store.learn(situationId, handling.stream, this.written(commit, handling.stream, verdict));
    return verdict;
  }

  /** The events of a commit as they are read from the record; none where another commit was accepted under its id. */
  private written({ events, requestHash }: Commit, stream: string, verdict: CommandVerdict): StreamEvent<Event>[] {
    const isThis = verdict.requestHash === requestHash && verdict.eventIds.length === events.length;
    if (!isThis) return [];
    const { offset } = verdict.position;
    const first = verdict.versions[stream]! - events.length + 1;
    return events.map(({ id, type, schema, data }, index) => ({
      id,
      stream,
      version: first + index,
      offset,
      event: this.codec.decode({ type, schema, data: JSON.parse(JSON.stringify(data)) as typeof data }),
    }));
  }

  private commit(
    { situationId, requestHash, actor, reason, correlationId }: CommandRequest<Command>,
    command: string,
    { stream, reads }: Handling<Event>,
    versions: Loaded<Event>['versions'],
    events: readonly Event[],
  ): Commit {
    return {
      envelope: 1,
      rule: 1,
      commandId: command,
      requestHash,
      situationId,
      conditions: reads.map((name) => ({ stream: name, version: versions[name] || 'none' })),
      events: events.map((event, index) => ({ id: eventId(command, index), stream, ...this.codec.encode(event) })),
      actor,
      ...(reason === undefined ? {} : { reason }),
      correlationId,
    };
  }

  /**
   * A failed append is no answer, since the record may stand in the log all the same: the wait for its verdict goes on. Only where it is certain
   * that no broker was handed the record is that said, with NotAppended.
   */
  private async append(commit: Commit): Promise<CommandVerdict | undefined> {
    const record = {
      partition: partitionOf(commit.situationId, this.log.partitions),
      key: Buffer.from(commit.situationId, 'utf8'),
      value: encodeCommit(commit),
    };
    const verdict = this.store.expect(commit.commandId).within(this.verdictWaitMs);
    const notAppended = new Promise<never>((_, reject) =>
      this.log.append(record).catch((error: unknown) => {
        if (error instanceof NotAppended) reject(error);
      }),
    );
    const known = await Promise.race([verdict, notAppended]);
    if (known === undefined && this.log.withdraw(record)) throw new NotAppended('no broker took the commit in time');
    return known;
  }
}

/** Throws VersionMismatch, Rejected. */
const decided = <Command, Event>(
  { ifMatch }: CommandRequest<Command>,
  { stream, decide }: Handling<Event>,
  loaded: Loaded<Event>,
): readonly Event[] => {
  const actual = loaded.versions[stream] ?? 0;
  if (ifMatch !== undefined && ifMatch !== actual) throw new VersionMismatch(stream, ifMatch, actual);
  return decide(readable(loaded));
};

/** What cannot be read counts a version and decides nothing. */
const readable = <Event>({ events }: Recalled<Event>): readonly { id: string; event: Event }[] =>
  events.filter((one): one is typeof one & { event: Event } => (one.event as { type?: unknown }).type !== 'Unreadable');

const answerOf = <Command>(
  { requestHash }: CommandRequest<Command>,
  stream: string,
  verdict: CommandVerdict,
  status: 'recorded' | 'repeated',
): CommandOutcome => {
  if (verdict.requestHash !== requestHash) throw new KeyReused('the Idempotency-Key was used for another request');
  const { commandId: command, eventIds, versions, position, parked } = verdict;
  return {
    status: eventIds.length === 0 && status === 'recorded' ? 'unchanged' : status,
    commandId: command,
    stream,
    eventIds,
    versions,
    position,
    pending: parked,
  };
};
