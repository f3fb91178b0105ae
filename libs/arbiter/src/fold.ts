import type { Commit, CommandVerdict, LogMarker } from '../../event-log/src/index.js';
import type { Fold, Judgement } from './rule-1.js';

const key = (situationId: string, stream: string): string => `${situationId} ${stream}`;

/** The first verdict of a command within its partition, beside the conditions that a loser broke. */
export type FirstVerdict = Omit<CommandVerdict, 'parked'> & { readonly situationId: string };

/** A fold over one partition that holds what it was given (the part of the record that a batch touches) and takes in verdicts. */
export class PartitionFold implements Fold {
  readonly versions = new Map<string, number>();
  readonly first = new Map<string, FirstVerdict>();

  constructor(
    readonly partition: number,
    public log: LogMarker | undefined,
  ) {}

  seen(commandId: string): boolean {
    return this.first.has(commandId);
  }

  version(situationId: string, stream: string): number {
    return this.versions.get(key(situationId, stream)) ?? 0;
  }

  setVersion(situationId: string, stream: string, version: number): void {
    this.versions.set(key(situationId, stream), version);
  }

  /** Takes in the judgement of the commit at `offset`; answers the first verdict of its command, which for a duplicate is an earlier one. */
  take(offset: number, judgement: Judgement): FirstVerdict | undefined {
    if (judgement.verdict === 'malformed' || judgement.verdict === 'marker') return undefined;
    const { commit } = judgement;
    if (judgement.verdict === 'duplicate') return this.first.get(commit.commandId);
    const accepted = judgement.verdict === 'accepted';
    if (accepted)
      for (const { stream } of commit.events) this.setVersion(commit.situationId, stream, this.version(commit.situationId, stream) + 1);
    const verdict: FirstVerdict = {
      commandId: commit.commandId,
      situationId: commit.situationId,
      verdict: accepted ? 'accepted' : 'conflict',
      position: { partition: this.partition, offset },
      requestHash: commit.requestHash,
      versions: Object.fromEntries(streamsOf(commit).map((stream) => [stream, this.version(commit.situationId, stream)])),
      eventIds: accepted ? commit.events.map(({ id }) => id) : [],
    };
    this.first.set(commit.commandId, verdict);
    return verdict;
  }
}

/** Every stream that a commit writes or is conditional on, once. */
export const streamsOf = ({ conditions, events }: Commit): string[] => [...new Set([...conditions, ...events].map(({ stream }) => stream))];
