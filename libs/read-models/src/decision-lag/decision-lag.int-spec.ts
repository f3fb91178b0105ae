import { describe, expect, it } from '@jest/globals';
import { chronicleLines } from '../../../../test/support/chronicle.js';
import { decided } from '../../../../test/support/decided.js';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import type { DomainEvent, IncidentReported } from '../../../situations/src/index.js';
import { decisionLag, TooManyTriggers } from './decision-lag.queries.js';

const S = 'mali-2025';
const DAY = 86_400;
const db = readModels(history(decided(S, chronicleLines())));

const now = asRecorded('2026-07-20T00:00:00Z');
const us = { authority: 'US-STATE' };
/** 153 days: 30 + 31 + 30 + 31 + 31. */
const winter = { from: '2025-09-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };

// The United States: level 4 first seen on 24 October 2025 and not changed; departure authorized on 24 October, ordered on 30 October, lifted on
// 9 January 2026; on 28 October leave now. All of them are known to the day. So there are four changes, of 24, 28 and 30 October and of 9 January.
describe('the lag of the United States in the Mali crisis', () => {
  it.each([
    ['ml-008', 'the blockade declared on 3 September, answered on 24 October', 51, []],
    ['ml-030', 'the convoy attacked on 17 October', 7, []],
    ['ml-035', 'schools closed from 27 October, answered on the 28th', 1, []],
    ['ml-040', 'the convoy attacked on 28 October, a day on which guidance changed too; answered on the 30th', 2, ['ml-038']],
    ['ml-045', 'the convoy that arrived on 29 and 30 October', 1, []],
    ['ml-063', 'the kidnapping of 6 November, answered on 9 January', 64, []],
    ['ml-081', 'the convoy attacked on 29 January 2026: none yet', null, []],
  ])('%s: %s', async (id, _, days, sameDay) => {
    const { triggers } = await decisionLag(db.pool, S, now, { ...us, ...winter });
    const [reaction] = triggers.find((trigger) => trigger.id === id)!.reactions;
    expect(reaction!.sinceStartSeconds).toBe(days === null ? null : days * DAY);
    expect(reaction!.sameStart).toHaveLength(sameDay.length);
  });

  it('is counted from publication as well: both of the convoy of 17 October and of the answer at the end of their day', async () => {
    const { triggers } = await decisionLag(db.pool, S, now, { ...us, ...winter, kind: 'convoy-attacked' });
    expect(triggers.map(({ id }) => id)).toEqual(['ml-011', 'ml-017', 'ml-018', 'ml-019', 'ml-027', 'ml-030', 'ml-040', 'ml-081']);
    expect(triggers[5]!.reactions[0]).toMatchObject({ sinceStartSeconds: 7 * DAY, sincePublicSeconds: 7 * DAY, orderCertain: true });
    // 6 and 7 September, public at the end of the 7th; the answer of 24 October at the end of that day.
    expect(triggers[0]!.reactions[0]).toMatchObject({ sinceStartSeconds: 48 * DAY, sincePublicSeconds: 47 * DAY });
    const { authorities } = await decisionLag(db.pool, S, now, { ...us, ...winter, kind: 'convoy-attacked' });
    // 48, 41, 40, 33, 11, 7, 2 days, and none yet.
    expect(authorities[0]!.byKind).toEqual([
      {
        trigger: 'incident',
        kind: 'convoy-attacked',
        triggers: 8,
        answered: 7,
        shortestSeconds: 2 * DAY,
        medianSeconds: 33 * DAY,
        longestSeconds: 48 * DAY,
      },
    ]);
  });

  it('is no more than what was in force, and one reversal', async () => {
    const { authorities } = await decisionLag(db.pool, S, now, { ...us, ...winter });
    expect(authorities).toHaveLength(1);
    expect(authorities[0]).toMatchObject({
      authority: 'US-STATE',
      changes: 4,
      timeInForce: {
        level: [
          { value: null, seconds: 53 * DAY },
          { value: { native: '4', rank: 4 }, seconds: 100 * DAY },
        ],
        departure: [
          { value: null, seconds: 53 * DAY },
          { value: 'authorized', seconds: 6 * DAY },
          { value: 'ordered', seconds: 71 * DAY },
          { value: 'lifted', seconds: 23 * DAY },
        ],
      },
      reversals: [{ facet: 'departure', from: 'ordered', to: 'lifted', at: '2026-01-09T00:00:00.000Z', seconds: 77 * DAY }],
    });
  });
});

describe('too much at a time', () => {
  const attack = (index: number): DomainEvent => ({
    type: 'IncidentReported',
    incidentId: `i-${index}`,
    kind: 'attack',
    place: { name: 'Kayes' },
    actors: [],
    claims: [],
    occurred: { from: index < 500 ? '2025-09-01' : '2025-10-01', precision: 'day' },
    source: { id: 'press', title: 'Press' },
  });
  const many = readModels(history(Array.from({ length: 501 }, (_, index) => attack(index))));
  it('is refused, and less of it is not', async () => {
    await expect(decisionLag(many.pool, S, now, {})).rejects.toThrow(TooManyTriggers);
    const { triggers } = await decisionLag(many.pool, S, now, { to: '2025-10-01T00:00:00.000Z' });
    expect(triggers).toHaveLength(500);
  });
});

describe('an incident that was written down wrongly', () => {
  const attack: IncidentReported = {
    type: 'IncidentReported',
    incidentId: 'i-1',
    kind: 'attack',
    place: { name: 'Kayes' },
    actors: [],
    claims: [],
    occurred: { from: '2025-10-29', precision: 'day' },
    source: { id: 'press', title: 'Press' },
  };
  const mended = readModels(
    history(
      [
        { ...attack, place: { name: 'Koulikoro' }, publishedAt: { at: '2025-10-30', precision: 'day', basis: 'stated' } },
        { type: 'FactCorrected', corrects: idAt(1), replacement: attack, reason: 'misread', cause: 'transcription' },
      ],
      { start: '2025-11-20T00:00:00.000Z' },
    ),
  );
  it('was public since it was first published, not since it was corrected', async () => {
    const { triggers } = await decisionLag(mended.pool, S, now, {});
    expect(triggers.map(({ id, publicFrom }) => [id, publicFrom])).toEqual([['i-1', '2025-10-31T00:00:00.000Z']]);
  });
});

describe('the lag of all', () => {
  it('tells who moved first and last: after 3 September the United States on 24 October, Canada on 18 November, Australia not yet', async () => {
    const { triggers } = await decisionLag(db.pool, S, now, winter);
    expect(triggers.find(({ id }) => id === 'ml-008')).toMatchObject({
      firstMovers: ['US-STATE'],
      lastMovers: ['CA-GAC'],
      noneYet: ['AU-DFAT'],
    });
  });

  it('knows only what was known', async () => {
    const { triggers } = await decisionLag(db.pool, S, asPublished('2025-10-20T00:00:00Z'), { authority: 'GB-FCDO', from: winter.from });
    expect(triggers.at(-1)!.id).toBe('ml-030');
    expect(triggers.at(-1)!.reactions).toMatchObject([{ authority: 'GB-FCDO', change: null, sinceStartSeconds: null }]);
  });

  it('covers everything that is known where no period is asked', async () => {
    const { from, to, triggers } = await decisionLag(db.pool, S, now, {});
    expect([from, to]).toEqual(['2023-10-05T00:00:00.000Z', '2026-07-20T00:00:00.000Z']);
    expect(triggers.some(({ kind }) => (kind as string) === 'context')).toBe(false);
    expect(triggers.find(({ id }) => id === 'ml-004')).toBeDefined();
  });
});
