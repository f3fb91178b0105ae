import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize } from 'json-canonicalize';
import { chronicleLines, MALI } from '../../../../test/support/chronicle.js';
import { decided } from '../../../../test/support/decided.js';
import { attempts } from '../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../test/support/random-history.js';
import { history } from '../../../../test/support/recorded.js';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { digestOfFacts } from './digest.js';
import { FactsFold } from './facts-fold.js';
import { type Frame, frameOf } from './frame.js';
import { momentsOf, REPLAY_CLOCKS, type ReplayClock } from './moments.js';
import { compareStops, eventStops, intervalStops } from './stops.js';

type Events = readonly RecordedEvent<DomainEvent>[];
const DAY = 86_400_000;

/** The frames of a replay; the events reach the fold in batches of the given sizes, in turn. */
const replayed = (events: Events, clock: ReplayClock, sizes: readonly number[] = [events.length]): Frame[] => {
  const fold = new FactsFold();
  for (let start = 0, turn = 0; start < events.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    fold.apply(events.slice(start, start + size));
    start += size;
  }
  const stops = eventStops(events.map(momentsOf), clock, events.at(-1)!.position.offset);
  return stops.map((stop, index) => frameOf(fold, clock, 0, stop, stops[index - 1]));
};

const mali = history(decided(MALI, chronicleLines()));

describe('a replay of the Mali chronicle', () => {
  it.each(REPLAY_CLOCKS)('tells every event once, in order, on the clock %s', (clock) => {
    const frames = replayed(mali, clock);
    const told = frames.flatMap(({ events }) => events.map(({ eventId }) => eventId));
    expect(told.toSorted()).toEqual(mali.map(({ id }) => id).toSorted());
    expect(frames.map(({ moment }) => moment)).toEqual(frames.map(({ moment }) => moment).toSorted());
  });

  it('tells what changed: the facts of a frame are those before with its changes made', () => {
    let facts = new Map<string, string>();
    for (const { changed } of replayed(mali, 'published')) {
      const next = new Map(facts);
      for (const { model, key, before, after } of changed) {
        expect(facts.get(`${model} ${key}`)).toBe(before === null ? undefined : JSON.stringify(before));
        if (after === null) next.delete(`${model} ${key}`);
        else next.set(`${model} ${key}`, JSON.stringify(after));
      }
      facts = next;
    }
    expect(facts.size).toBeGreaterThan(100);
  });

  it('comes to the ordered departure on the day on which it was published, and not before', () => {
    const frames = replayed(mali, 'published');
    const first = frames.find(({ status }) => status.combined.departure?.value === 'ordered');
    expect(first?.moment).toBe('2025-10-31T00:00:00.000Z');
    expect(first?.changed).toContainEqual(
      expect.objectContaining({
        model: 'travel_status',
        key: 'US-STATE/ML/departure',
        after: expect.objectContaining({ value: 'ordered' }),
      }),
    );
  });

  it('by days has the same state as by events where both stop', () => {
    const fold = new FactsFold();
    fold.apply(mali);
    const moments = mali.map(momentsOf);
    const head = mali.at(-1)!.position.offset;
    const span = { from: Date.parse('2025-10-20T00:00:00Z'), to: Date.parse('2025-11-12T00:00:00Z'), step: DAY };
    const byDay = intervalStops(moments, 'published', head, span).map((stop) => frameOf(fold, 'published', 0, stop, undefined));
    expect(byDay).toHaveLength(24);
    const byEvent = new Map(replayed(mali, 'published').map(({ moment, digest, events }) => [moment, { digest, events }]));
    const both = byDay.filter(({ moment }) => byEvent.has(moment));
    expect(both.length).toBeGreaterThan(10);
    for (const { moment, digest } of both) expect(digest).toBe(byEvent.get(moment)!.digest);
  });
});

describe('the fold', () => {
  it('gives the same digests and bytes however its events are cut into batches', () => {
    fc.assert(
      fc.property(
        attempts(4, 26),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...REPLAY_CLOCKS),
        (tried, sizes, clock) => {
          const events = historyOf('s', 0, tried);
          expect(JSON.stringify(replayed(events, clock, sizes))).toBe(JSON.stringify(replayed(events, clock)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('answers at a position whatever was recorded later', () => {
    fc.assert(
      fc.property(attempts(6, 26), fc.nat(99), (tried, cut) => {
        const events = historyOf('s', 0, tried);
        const offset = 1 + (cut % events.at(-1)!.position.offset);
        const until = events.filter(({ position }) => position.offset <= offset);
        const frames = replayed(events, 'recorded');
        expect(frames.slice(0, replayed(until, 'recorded').length)).toEqual(replayed(until, 'recorded'));
      }),
      { numRuns: 200 },
    );
  });

  it('orders stops by moment and position, and shows each event at its own moment', () => {
    fc.assert(
      fc.property(attempts(4, 26), fc.constantFrom(...REPLAY_CLOCKS), (tried, clock) => {
        const moments = historyOf('s', 0, tried).map(momentsOf);
        const stops = eventStops(moments, clock, 99);
        for (const [index, stop] of stops.entries()) if (index > 0) expect(compareStops(stops[index - 1]!, stop)).toBeLessThan(0);
        const at = new Map(moments.map((one) => [one.event.position, one.at[clock]]));
        for (const { moment, events } of stops) for (const { position } of events) expect(at.get(position)).toBe(moment);
        expect(stops.flatMap(({ events }) => events)).toHaveLength(moments.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the digest', () => {
  it('is SHA-256 of the canonical JSON of the facts, as anyone computes it', () => {
    const fold = new FactsFold();
    fold.apply(mali);
    const position = { partition: 0, offset: mali.at(-1)!.position.offset };
    const facts = fold.facts({ clock: 'recorded', knownAt: null, validAt: '2025-11-01T00:00:00.000Z', position });
    const again = JSON.parse(JSON.stringify(facts)) as typeof facts;
    expect(digestOfFacts(facts)).toBe(createHash('sha256').update(canonicalize(again)).digest('hex'));
    expect(digestOfFacts([])).toBe(createHash('sha256').update('[]').digest('hex'));
  });
});
