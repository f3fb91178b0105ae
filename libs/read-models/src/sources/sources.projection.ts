import type { DomainEvent, SourceEvent } from '../../../situations/src/index.js';
import { iso, instantMs } from '../../../situations/src/index.js';
import { ALWAYS } from '../always.js';
import { MODELS } from '../models.js';
import type { Change, Json, Projection } from '../projection.js';

export type StoredSource = { title: string; url: string | null };
export type StoredCheck = { from: string; to: string; payloadHash: string };
export type StoredState = { status: 'degraded'; reason: string } | { status: 'well' };

const utc = (text: string): string => {
  const ms = instantMs(text);
  if (ms === undefined) throw new RangeError(`not a time: ${text}`);
  return iso(ms);
};

/** What we did at an instant: it holds from then on, and on the published clock it counts from then too, as what an importer saw does. */
const from = (instant: string) => ({ validFrom: instant, day: instant.slice(0, 10), seq: 0, published: instant });

const changesOf = (event: SourceEvent): readonly Change[] => {
  const key = event.sourceId;
  switch (event.type) {
    case 'SourceRegistered': {
      // Our own list, no fact of the world: on the published clock it is as it stands at the position, whatever is asked of it.
      const value: StoredSource = { title: event.title, url: event.url ?? null };
      return [{ op: 'assert', key, value, ...ALWAYS, seq: 0, published: ALWAYS.validFrom }];
    }
    case 'SourceChecked': {
      const value: StoredCheck = { from: utc(event.from), to: utc(event.to), payloadHash: event.payloadHash };
      return [{ op: 'assert', key: `${key}/checked`, value, ...from(value.to) }];
    }
    case 'SourceDegraded':
    case 'SourceRecovered': {
      const value: StoredState = event.type === 'SourceDegraded' ? { status: 'degraded', reason: event.reason } : { status: 'well' };
      return [{ op: 'assert', key: `${key}/state`, value: value as Json, ...from(utc(event.at)) }];
    }
  }
};

/** Keys: `<source>` its registration, `<source>/checked` when somebody looked, `<source>/state` whether it is well. */
export const sourcesProjection: Projection<DomainEvent> = {
  name: 'sources',
  version: MODELS.sources,
  project: ({ event }) => {
    switch (event.type) {
      case 'SourceRegistered':
      case 'SourceChecked':
      case 'SourceDegraded':
      case 'SourceRecovered':
        return changesOf(event);
    }
    return [];
  },
};
