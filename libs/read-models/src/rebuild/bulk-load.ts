import { setImmediate as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { formatEventPosition, type RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { changesOf } from '../changes-of.js';
import { mendingOf } from '../postgres/assertion-rows.js';
import type { Assert, Change, Projection } from '../projection.js';
import { eventPublicFrom } from '../public-time.js';
import { assertionLines, copyAssertions, textLine } from './copy-text.js';
import { type Target, waitingOf } from './target.tables.js';
import { TextBuffer } from './text-buffer.js';

type Recorded = RecordedEvent<DomainEvent>;

/** Text of one transaction, in bytes: enough that its round trips do not count. */
const FLUSH_AT = 16 * 1024 * 1024;
/** Events projected in a row: what is being written goes on only in between. */
const EVENTS_A_TURN = 50;

/** A projection threw at an event: no table can be built with it. */
export class ProjectionFailed extends Error {
  override readonly name = 'ProjectionFailed';
  constructor(
    readonly readModel: string,
    readonly position: string,
    cause: unknown,
  ) {
    super(`${readModel} cannot take the event at ${position}: ${String(cause)}`, { cause });
  }
}

/** How far the loaded rows reach: the last offset of each partition. */
export type Reached = ReadonlyMap<number, number>;

type Part = { readonly events: readonly Recorded[]; readonly reached: number };

/** Cuts events between commits. */
const partsOf = (events: readonly Recorded[], offset: number): Part[] => {
  const parts: Part[] = [];
  let start = 0;
  for (let end = EVENTS_A_TURN; end < events.length; end++) {
    const before = events[end - 1]!.position.offset;
    if (end - start < EVENTS_A_TURN || events[end]!.position.offset === before) continue;
    parts.push({ events: events.slice(start, end), reached: before });
    start = end;
  }
  return [...parts, { events: events.slice(start), reached: offset }];
};

const areAsserts = (changes: readonly Change[]): changes is readonly Assert[] => changes.every(({ op }) => op === 'assert');

type Gathered = {
  readonly rows: readonly TextBuffer[];
  readonly waiting: readonly TextBuffer[];
  readonly reached: Map<number, number>;
  size: number;
};

/**
 * Loads what events assert into tables without indexes, by COPY, while the next events are projected. Corrections wait in a table of their own
 * until the rows can be looked up: each names the position before which it acts, so that it finds the same rows then as when it was recorded.
 */
export class BulkLoad {
  private gathered: Gathered;
  /** Written, and to be filled again. */
  private spare: Gathered;
  private flushing: Promise<void> = Promise.resolve();
  private turn: Promise<unknown> = Promise.resolve();

  /** `client` is used by this alone, and not pipelined. `settle` runs in the transaction that writes what `reached` tells, before it. */
  constructor(
    private readonly client: Client,
    private readonly targets: readonly Target[],
    private readonly settle: (reached: Reached) => Promise<void> = async () => undefined,
  ) {
    this.gathered = this.nothing();
    this.spare = this.nothing();
  }

  /**
   * Takes the next events of a partition, all there are up to `offset`. Resolves when more can be taken, which is before they are written.
   * Throws {@link ProjectionFailed}, and what an earlier write threw.
   */
  async take(partition: number, events: readonly Recorded[], offset: number): Promise<void> {
    for (const { events: some, reached } of partsOf(events, offset)) {
      await this.nextTurn();
      for (const recorded of some) this.gather(recorded);
      this.gathered.reached.set(partition, reached);
      while (this.gathered.size >= FLUSH_AT) {
        const before = this.flushing;
        await before;
        // Of several that waited the first writes for all.
        if (this.flushing === before && this.gathered.size >= FLUSH_AT) this.begin();
      }
    }
  }

  /** Of all partitions that have something to be projected one comes at a time. */
  private nextTurn(): Promise<unknown> {
    return (this.turn = this.turn.then(() => pause()));
  }

  /** Resolves when all that was taken is written. */
  async finish(): Promise<void> {
    await this.flushing;
    this.begin();
    await this.flushing;
  }

  private begin(): void {
    const { gathered } = this;
    this.gathered = this.spare;
    this.spare = gathered;
    this.flushing = this.write(gathered);
    // Whoever comes next hears of it.
    this.flushing.catch(() => undefined);
  }

  private nothing(): Gathered {
    return {
      rows: this.targets.map(() => new TextBuffer()),
      waiting: this.targets.map(() => new TextBuffer()),
      reached: new Map(),
      size: 0,
    };
  }

  private gather(recorded: Recorded): void {
    const { gathered } = this;
    let published: string | undefined;
    for (const [index, { projection }] of this.targets.entries()) {
      let text: string;
      let into = gathered.rows;
      try {
        const changes = projection.project(recorded);
        if (changes.length === 0) continue;
        if (areAsserts(changes)) {
          published ??= eventPublicFrom(recorded);
          text = assertionLines({ recorded, asserts: changes, published });
        } else {
          into = gathered.waiting;
          text = waitingLine(projection, recorded);
        }
      } catch (error) {
        throw new ProjectionFailed(projection.name, formatEventPosition(recorded.position), error);
      }
      gathered.size += into[index]!.add(text);
    }
  }

  private async write(gathered: Gathered): Promise<void> {
    const { rows, waiting, reached } = gathered;
    if (reached.size === 0) return;
    await this.client.query('BEGIN');
    try {
      await this.settle(reached);
      for (const [index, { table }] of this.targets.entries()) {
        await this.copy(copyAssertions(table), rows[index]!);
        await this.copy(`COPY ${waitingOf(table)} (log_offset, partition, event_index, situation, mending) FROM STDIN`, waiting[index]!);
      }
      await this.client.query('COMMIT');
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
    for (const text of [...rows, ...waiting]) text.clear();
    reached.clear();
    gathered.size = 0;
  }

  private async copy(statement: string, text: TextBuffer): Promise<void> {
    if (text.length === 0) return;
    const stream = this.client.query(copyFrom(statement));
    await new Promise<void>((resolve, reject) => {
      stream.once('error', reject);
      stream.once('finish', resolve);
      stream.end(text.content());
    });
  }
}

/** A correction, as it waits. */
const waitingLine = (projection: Projection<DomainEvent>, recorded: Recorded): string => {
  const [one] = changesOf([projection], [recorded]);
  if (one?.failed !== undefined) throw one.failed.error;
  const { partition, offset, index } = recorded.position;
  return textLine([offset, partition, index, recorded.situationId, JSON.stringify(mendingOf(one!.changes))]);
};
