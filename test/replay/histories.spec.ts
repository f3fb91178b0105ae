import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { canonicalize } from 'json-canonicalize';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import { decodeAll, judgeAll } from '../../libs/arbiter/src/batch.js';
import { PartitionFold } from '../../libs/arbiter/src/fold.js';
import { decodeRecord, eventCodec } from '../../libs/event-log/src/index.js';
import type { DomainEvent } from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';
import { historyOf } from '../support/history.js';

const RELEASES = ['0.1'];
const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
const digestOf = (values: readonly unknown[]): string => {
  const hash = createHash('sha256');
  for (const value of values) hash.update(`${canonicalize(value)}\n`);
  return hash.digest('hex');
};

describe.each(RELEASES)('the log of %s', (release) => {
  const partitions = historyOf(release);
  const frozen = JSON.parse(readFileSync(inCheckout(`test/replay/histories/${release}.digests.json`), 'utf8')) as Record<string, string>;
  /** Judged by runs of `size` records, which must not matter. */
  const refold = (size: number) =>
    partitions.flatMap((records, partition) => {
      const fold = new PartitionFold(partition, undefined);
      const batches = [];
      for (let from = 0, recordedMs = 0; from < records.length; from += size) {
        const batch = judgeAll(fold, decodeAll(records.slice(from, from + size)), recordedMs, codec);
        ({ recordedMs } = batch);
        batches.push(batch);
      }
      return batches;
    });
  const batches = refold(Infinity);
  const events = batches.flatMap((batch) => batch.events);
  const verdictsOf = (of: typeof batches) =>
    // The reason is for people, in the words of the validator of the day.
    of.flatMap(({ records }) =>
      records.map(({ record: { partition, offset }, recordedMs, verdict }) => ({ partition, offset, recordedMs, verdict })),
    );

  it('has the verdicts and recorded times that it had then', () => expect(digestOf(verdictsOf(batches))).toBe(frozen['verdicts']));
  it('holds the events that it held then, whatever shape they were stored in', () => expect(digestOf(events)).toBe(frozen['events']));
  it('comes to the same however it is cut', () => {
    for (const size of [1, 7]) {
      const cut = refold(size);
      expect([digestOf(verdictsOf(cut)), digestOf(cut.flatMap((batch) => batch.events))]).toEqual([frozen['verdicts'], frozen['events']]);
    }
  });
  it('is worth replaying: it has every verdict, type of event and shape', () => {
    const verdicts = verdictsOf(batches).map(({ verdict }) => verdict);
    expect([...new Set(verdicts)].sort()).toEqual(['accepted', 'conflict', 'duplicate', 'malformed', 'marker']);
    const stored = new Set(
      partitions.flat().flatMap((record) => {
        const decoded = decodeRecord(record);
        return decoded.kind === 'commit' ? decoded.commit.events.map(({ type, schema }) => `${type} ${schema}`) : [];
      }),
    );
    const shapes = Object.entries(EVENT_SCHEMAS).flatMap(([type, numbers]) => Object.keys(numbers).map((number) => `${type} ${number}`));
    expect(shapes.filter((shape) => !stored.has(shape))).toEqual([]);
    expect(events.filter(({ event }) => event.type === 'Unreadable')).toHaveLength(3);
  });
});
