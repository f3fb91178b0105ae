import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { formatEventPosition, type RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { changesOf } from '../changes-of.js';
import { assertionRow, mendingOf } from '../postgres/assertion-rows.js';
import { isMending } from '../postgres/runs.js';
import { assertionLine, copyAssertions, textLine } from './copy-text.js';
import { type Target, waitingOf } from './target.tables.js';

/** Text of one transaction, in characters. More would only be held longer. */
const FLUSH_AT = 4 * 1024 * 1024;

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

type Gathered = { readonly rows: string[]; readonly waiting: string[]; readonly reached: Map<number, number>; size: number };

/**
 * Loads what events assert into tables without indexes, by COPY, while the next events are projected. Corrections wait in a table of their own
 * until the rows can be looked up: each names the position before which it acts, so that it finds the same rows then as when it was recorded.
 */
export class BulkLoad {
  private gathered: Gathered;
  private flushing: Promise<void> = Promise.resolve();

  /** `client` is used by this alone, and not pipelined. `settle` runs in the transaction that writes what `reached` tells, before it. */
  constructor(
    private readonly client: Client,
    private readonly targets: readonly Target[],
    private readonly settle: (reached: Reached) => Promise<void> = async () => undefined,
  ) {
    this.gathered = this.nothing();
  }

  /**
   * Takes the next events of a partition, all there are up to `offset`. Resolves when more can be taken, which is before they are written.
   * Throws {@link ProjectionFailed}, and what an earlier write threw.
   */
  async take(partition: number, events: readonly RecordedEvent<DomainEvent>[], offset: number): Promise<void> {
    const { gathered } = this;
    this.targets.forEach((target, index) => this.gather(target, index, events));
    gathered.reached.set(partition, offset);
    while (this.gathered.size >= FLUSH_AT) {
      const before = this.flushing;
      await before;
      // Of several that waited the first writes for all.
      if (this.flushing === before && this.gathered.size >= FLUSH_AT) this.begin();
    }
  }

  /** Resolves when all that was taken is written. */
  async finish(): Promise<void> {
    await this.flushing;
    this.begin();
    await this.flushing;
  }

  private begin(): void {
    const { gathered } = this;
    this.gathered = this.nothing();
    this.flushing = this.write(gathered);
    // Whoever comes next hears of it.
    this.flushing.catch(() => undefined);
  }

  private nothing(): Gathered {
    return { rows: this.targets.map(() => ''), waiting: this.targets.map(() => ''), reached: new Map(), size: 0 };
  }

  private gather({ projection }: Target, index: number, events: readonly RecordedEvent<DomainEvent>[]): void {
    const { gathered } = this;
    for (const recorded of events) {
      const [{ changes, failed } = { changes: [], failed: undefined }] = changesOf([projection], [recorded]);
      if (failed !== undefined) throw new ProjectionFailed(projection.name, formatEventPosition(recorded.position), failed.error);
      let text = '';
      if (changes.some(isMending)) {
        const { partition, offset, index: eventIndex } = recorded.position;
        text = textLine([offset, partition, eventIndex, recorded.situationId, JSON.stringify(mendingOf(changes))]);
        gathered.waiting[index] += text;
      } else {
        for (const change of changes) text += assertionLine(assertionRow(change)!);
        gathered.rows[index] += text;
      }
      gathered.size += text.length;
    }
  }

  private async write({ rows, waiting, reached }: Gathered): Promise<void> {
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
  }

  private async copy(statement: string, text: string): Promise<void> {
    if (text === '') return;
    const stream = this.client.query(copyFrom(statement));
    await new Promise<void>((resolve, reject) => {
      stream.once('error', reject);
      stream.once('finish', resolve);
      stream.end(text);
    });
  }
}
