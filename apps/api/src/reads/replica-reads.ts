import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { type CommitPosition, formatPosition } from '../../../../libs/event-log/src/index.js';
import { headsOfAll, poolOf, type Replica } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { AskedOfEach } from '../queries/asked-together.js';
import type { Reads } from './reads.js';

/** As long as a command waits for its verdict, in milliseconds. */
const SHOWN_WITHIN_MS = 5_000;
/** Between two looks at the replica for all who wait, in milliseconds: a replica that keeps up is a few behind. */
const LOOK_EVERY_MS = 5;

type Heads = readonly CommitPosition[];

const offsetIn = (heads: Heads, { partition }: CommitPosition): number => heads.find((head) => head.partition === partition)?.offset ?? -1;

/** Questions are answered from the replica alone: one that is gone is not stood in for by the primary, which may not bear what it was relieved of. */
export class ReplicaReads implements Reads {
  private readonly heads = new AskedOfEach<Pool, Heads>();

  constructor(
    private readonly replica: Replica,
    private readonly primary: Pool,
    private readonly withinMs = SHOWN_WITHIN_MS,
  ) {}

  get database(): DataSource {
    return this.replica.database;
  }

  get pool(): Pool {
    return poolOf(this.database);
  }

  async shows(pool: Pool, position: CommitPosition): Promise<void> {
    const until = performance.now() + this.withinMs;
    if (!(await this.isRecorded(position))) return;
    for (;;) {
      const shown = offsetIn(await this.headsOf(pool), position);
      if (shown >= position.offset) return;
      if (performance.now() >= until) throw behind(position, shown);
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** Where the primary does not tell, it may be: a replica that is read without it may still get what the primary sent. */
  private async isRecorded(position: CommitPosition): Promise<boolean> {
    const heads = await this.headsOf(this.primary).catch(() => undefined);
    return heads === undefined || offsetIn(heads, position) >= position.offset;
  }

  /** One question for all who wait. */
  private headsOf(pool: Pool): Promise<Heads> {
    return this.heads.ask(pool, 'heads', () => headsOfAll(pool));
  }
}

const behind = (position: CommitPosition, shown: number): Problem =>
  new Problem(
    'replica-behind',
    `${formatPosition(position)} is recorded, and the replica that questions are answered from shows ${formatPosition({ ...position, offset: shown })}; try again`,
  );
