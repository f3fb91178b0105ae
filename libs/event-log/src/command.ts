import type { CommitPosition } from './position.js';

export type CommandRequest<Command> = {
  situationId: string;
  /** Makes the command; `id` is the same for every repetition under one key, for things that come without an id of their own. */
  command: (id: string) => Command;
  requestHash: string;
  actor: string;
  idempotencyKey?: string;
  /** Version at which the target stream must stand. */
  ifMatch?: number;
  reason?: string;
  correlationId: string;
  /** Where several are decided at once: whose commit goes to the log first. */
  turn?: Turn;
};

/** A place in the order in which commits are appended. */
export type Turn = {
  /** Resolves when those before have appended, or have nothing to append. */
  readonly come: Promise<void>;
  /** Lets the next one append. May be called again. */
  readonly over: () => void;
};

export type CommandOutcome =
  | {
      /** `unchanged`: it was already so. `repeated`: the key was seen before; this is the answer that was stored. */
      status: 'recorded' | 'unchanged' | 'repeated';
      commandId: string;
      /** The stream that the command is for. */
      stream: string;
      eventIds: readonly string[];
      versions: Readonly<Record<string, number>>;
      position: CommitPosition;
      pending: readonly string[];
    }
  /** No verdict in time: it may yet be accepted. Ask for the command later, or send the same request again. */
  | { status: 'unknown'; commandId: string };

/** What a command would write on top of `position`. */
export type Preview<Event> = {
  commandId: string;
  stream: string;
  position: CommitPosition;
  events: readonly { id: string; version: number; event: Event }[];
};

/** `If-Match` named another version than that of the stream. */
export class VersionMismatch extends Error {
  override readonly name = 'VersionMismatch';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} is at version ${actual}, not ${expected}`);
  }
}

/** The idempotency key belongs to another request. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
}

/** Others wrote to the same streams again and again while this was decided. */
export class CommandConflict extends Error {
  override readonly name = 'CommandConflict';
}

/** How one command is decided. */
export type Handling<Event> = {
  /** The stream that it writes. */
  readonly stream: string;
  /** The streams whose versions the decision rests on; `stream` is one of them. */
  readonly reads: readonly string[];
  /** What the command causes after `past`, the events of `reads` with their ids. Throws Rejected. */
  readonly decide: (past: readonly { readonly id: string; readonly event: Event }[]) => readonly Event[];
};
