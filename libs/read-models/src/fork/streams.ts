import type { DomainEvent, Identified } from '../../../situations/src/index.js';
import type { Recorded } from './edits.js';

/** The events of a situation by stream, as decisions read them. */
export class Streams {
  private readonly ofStream = new Map<string, Identified<DomainEvent>[]>();
  private readonly versions = new Map<string, number>();

  /** What cannot be read decides nothing; and an exercise goes on in a situation that is closed. */
  put({ stream, id, event }: Recorded): void {
    if (event.type === 'Unreadable' || event.type === 'SituationClosed') return;
    const events = this.ofStream.get(stream);
    if (events === undefined) this.ofStream.set(stream, [{ id, event }]);
    else events.push({ id, event });
  }

  /** Each stream in its order. */
  read(names: readonly string[]): readonly Identified<DomainEvent>[] {
    return names.flatMap((name) => this.ofStream.get(name) ?? []);
  }

  /** The event where it stands in a log of its own: the commit at `offset`, the next version of its stream. */
  placed(recorded: Recorded, offset: number): Recorded {
    const version = (this.versions.get(recorded.stream) ?? 0) + 1;
    this.versions.set(recorded.stream, version);
    return { ...recorded, version, position: { partition: recorded.position.partition, offset, index: 0 } };
  }
}
