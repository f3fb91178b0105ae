import { describe, expect, it } from '@jest/globals';
import { readModels } from '../../../../test/support/read-models.js';
import { idAt, record } from '../../../../test/support/recorded.js';
import type { DiffItem } from './diff.answer.js';
import { advisory, check, corridor, events, fr, notice, ofSources, on, sources } from './diff.example.js';
import { diff } from './diff.queries.js';

const S = 'mali-2025';
const db = readModels([...events, ...sources]);
const last = Number.MAX_SAFE_INTEGER;
const asked = (from: string, to: string, more: object = {}, situation = S) =>
  diff(db.pool, situation, {
    from: `${from}T13:00:00.000Z`,
    to: `${to}T13:00:00.000Z`,
    clock: 'recorded',
    position: { partition: 0, offset: last },
    sourcesPosition: { partition: 1, offset: last },
    limit: 500,
    ...more,
  });
const brief = (items: readonly DiffItem[]) =>
  items.filter(({ kind }) => kind !== 'severity').map(({ key, axis, before, after, event }) => [key, axis, before, after, event?.eventId]);
const killed = (low: number) => ({
  kind: 'attack',
  figures: [{ measure: 'killed', group: null, low, text: `${low}`, claimId: 'c' }],
  merged: [],
});

describe('what changed between two days', () => {
  it('is told facet by facet, with its event: what happened apart from what we learned', async () => {
    const { items, counts, truncated } = await asked('2025-10-27', '2025-10-29');
    expect(brief(items)).toEqual([
      ['US-STATE/ML/departure', 'world', 'authorized', 'ordered', idAt(5)],
      ['US-STATE/ML/means', 'knowledge', null, 'commercial-air', idAt(6)],
      ['i1', 'knowledge', killed(3), null, idAt(7)],
      ['i2', 'world', null, killed(5), idAt(8)],
    ]);
    expect(items[0]).toEqual({
      kind: 'status',
      key: 'US-STATE/ML/departure',
      axis: 'world',
      clock: 'recorded',
      before: 'authorized',
      after: 'ordered',
      beforeSince: '2025-10-20T00:00:00.000Z',
      since: '2025-10-29T00:00:00.000Z',
      event: { eventId: idAt(5), position: '0-5.0' },
    });
    expect([counts.knowledge + counts.world, truncated]).toEqual([items.length, false]);
  });

  it('is a correction where that is what became known', async () =>
    expect(brief((await asked('2025-10-29', '2025-10-30')).items)).toEqual([
      ['US-STATE/ML/action', 'knowledge', 'consider-leaving', null, idAt(9)],
    ]));

  it('is the notice that bounds the start of another of its day', async () => {
    const stated = (from: string, seq: number, facets: object) =>
      notice(`bound-${seq}`, '2025-10-20', facets, { seq, occurred: { from, precision: 'minute' } });
    const as = { situationId: 'bound', stream: 'advisory/US-STATE/ML' };
    await record(db.pool, [
      on('2025-10-20', 30, stated('2025-10-20T06:00:00Z', 2, { departure: 'ordered' }), as),
      on('2025-10-29', 31, stated('2025-10-20T18:00:00Z', 1, { airport: 'open' }), as),
    ]);
    const { items } = await asked('2025-10-27', '2025-10-29', {}, 'bound');
    expect(items.find(({ key }) => key.endsWith('departure'))).toMatchObject({
      axis: 'knowledge',
      before: 'ordered',
      after: 'ordered',
      beforeSince: '2025-10-20T06:00:00.000Z',
      since: '2025-10-20T18:00:00.000Z',
      event: { eventId: idAt(31) },
    });
  });

  it('moves the severity, by the report that was taken back and the one that came', async () => {
    const { items } = await asked('2025-10-27', '2025-10-29');
    expect(items.flatMap(({ kind, axis, event, since }) => (kind === 'severity' ? [[axis, event?.eventId, since]] : []))).toEqual([
      ['knowledge', idAt(7), null],
      ['world', idAt(8), null],
    ]);
  });

  it('is nothing on the published clock where only our record was wrong: the public never knew it', async () => {
    const { items, unchanged } = await asked('2025-10-28', '2025-10-30', { clock: 'published' });
    expect(brief(items)).toEqual([
      ['US-STATE/ML/departure', 'world', 'authorized', 'ordered', idAt(5)],
      ['i1', 'knowledge', killed(3), null, idAt(7)],
      // Of a day, and public by its end.
      ['i2', 'knowledge', null, killed(5), idAt(8)],
    ]);
    expect(unchanged.map(({ key }) => key)).not.toContain('US-STATE/ML/action');
  });
});

describe('what did not change', () => {
  const standing = async (from: string, to: string, more?: object) =>
    (await asked(from, to, more)).unchanged.map(({ key, standing, lastLooked, lookedBy }) => [key, standing, lastLooked, lookedBy]);

  it('is still in force where its source was checked or its authority spoke again; else nobody looked', async () =>
    expect(await standing('2025-10-27', '2025-10-29')).toEqual([
      ['FR-MEAE/ML/overland', 'still-in-force', '2025-10-29T11:00:00.000Z', 'check'],
      ['US-STATE/ML/action', 'still-in-force', '2025-10-29T12:00:00.000Z', 'notice'],
      ['US-STATE/ML/airport', 'still-in-force', '2025-10-29T12:00:00.000Z', 'notice'],
      ['corridor-status/senegal', 'nobody-looked', '2025-10-20T12:00:00.000Z', 'report'],
    ]));
  it('is not confirmed by an older notice that was recorded late', async () => {
    const late = notice('older', '2025-10-10', {}, fr);
    await record(db.pool, [on('2025-10-29', 10, late, { stream: 'advisory/FR-MEAE/ML' })]);
    const after = (await asked('2025-10-29', '2025-10-30')).unchanged.find(({ key }) => key.startsWith('FR-'));
    expect(after).toMatchObject({ standing: 'nobody-looked', lastLooked: '2025-10-29T11:00:00.000Z', lookedBy: 'check' });
  });
  it('rests on what the sources knew at their own position', async () =>
    expect((await standing('2025-10-27', '2025-10-29', { sourcesPosition: { partition: 1, offset: 2 } }))[0]).toEqual([
      'FR-MEAE/ML/overland',
      'nobody-looked',
      '2025-10-27T11:00:00.000Z',
      'check',
    ]));
});

describe('an answer', () => {
  it('is bounded, and says so', async () => {
    const whole = await asked('2025-10-27', '2025-10-29');
    const cut = await asked('2025-10-27', '2025-10-29', { limit: 2 });
    expect([cut.items, cut.unchanged]).toEqual([whole.items.slice(0, 2), whole.unchanged.slice(0, 2)]);
    expect([cut.truncated, cut.counts]).toEqual([true, whole.counts]);
  });

  it('is the same at its position, whatever was recorded since', async () => {
    const position = { position: { partition: 0, offset: 9 }, sourcesPosition: { partition: 1, offset: 3 } };
    const spans = [
      ['2025-10-27', '2025-10-29'],
      ['2025-10-20', '2025-10-30'],
    ] as const;
    const ask = async () => JSON.stringify(await Promise.all(spans.map(([from, to]) => asked(from, to, position))));
    const before = await ask();
    await record(db.pool, [
      on('2025-10-29', 20, notice('c', '2025-10-28', { departure: 'lifted', airport: 'closed' })),
      on('2025-10-29', 21, { type: 'FactRetracted', retracts: idAt(5), reason: 'no', cause: 'transcription' }, advisory),
      on('2025-10-29', 22, corridor('2025-10-28', 'open', 'o2')),
      on('2025-10-29', 23, { type: 'FactRetracted', retracts: idAt(8), reason: 'no', cause: 'source-revised' }, { stream: 'incident/i2' }),
      ofSources('2025-10-29', 4, check('us', '2025-10-29T12:30:00Z')),
      ofSources('2025-10-29', 5, check('fr', '2025-10-29T12:30:00Z')),
    ]);
    expect(await ask()).toBe(before);
    expect(JSON.stringify(await Promise.all(spans.map(([from, to]) => asked(from, to))))).not.toBe(before);
  });
});
