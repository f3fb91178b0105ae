import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { question } from '../../../../test/support/asked.js';
import { attempts } from '../../../../test/support/random-attempts.js';
import { historyOf } from '../../../../test/support/random-history.js';
import { readModels } from '../../../../test/support/read-models.js';
import { record } from '../../../../test/support/recorded.js';
import type { AsOf } from '../as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { severityHistory, severityNow } from './blockade-severity.queries.js';
import { RememberedRows } from './remembered-rows.js';

const db = readModels();
let cases = 0;

describe('the rows that are remembered', () => {
  const answers = async (situation: string, asOf: AsOf, remembered?: RememberedRows): Promise<string> => {
    const range = { from: '2025-10-28T00:00:00Z', to: '2025-11-02T00:00:00Z', step: 'day' } as const;
    const now = await severityNow(db.pool, situation, asOf, remembered);
    return JSON.stringify([now, await severityHistory(db.pool, situation, asOf, range, remembered)]);
  };

  it('give the answers of rows read anew, whatever is recorded, corrected or taken back between two questions', async () => {
    await fc.assert(
      fc.asyncProperty(attempts(6, 26), fc.array(fc.nat(99), { maxLength: 3 }), question, fc.nat(99), async (tried, cuts, asked, n) => {
        const partition = ++cases;
        const situation = `s-${partition}`;
        const events = historyOf(situation, partition, tried);
        const last = events.at(-1)!.position.offset;
        const remembered = new RememberedRows();
        let done = -1;
        for (const offset of [...cuts.map((cut) => cut % (last + 1)).sort((a, b) => a - b), last]) {
          await record(
            db.pool,
            events.filter(({ position }) => position.offset > done && position.offset <= offset),
          );
          done = Math.max(done, offset);
          // At the end of what is recorded, and at an earlier position after it.
          for (const at of [done, n % (done + 1)]) {
            const asOf: AsOf = { ...asked, position: { partition, offset: at } };
            expect(await answers(situation, asOf, remembered)).toBe(await answers(situation, asOf));
          }
        }
      }),
      { numRuns: 150 },
    );
  }, 180_000);

  const historyIn = async (): Promise<{ situation: string; position: AsOf['position'] }> => {
    const partition = ++cases;
    const situation = `s-${partition}`;
    const [tried] = fc.sample(attempts(20, 26), { numRuns: 1, seed: 7 });
    const events = historyOf(situation, partition, tried!);
    await record(db.pool, events);
    return { situation, position: events.at(-1)!.position };
  };
  const counting = (): Queryable & { rows: number } => ({
    rows: 0,
    async query(this: { rows: number }, query: Parameters<Queryable['query']>[0]) {
      const result = await db.pool.query(query);
      this.rows += result.rows.length - 1;
      return result as never;
    },
  });

  it('are read once, also by questions at once', async () => {
    const { situation, position } = await historyIn();
    const remembered = new RememberedRows();
    const counted = counting();
    const [one, two] = await Promise.all([
      remembered.upTo(counted, situation, position),
      remembered.upTo(counted, situation, { ...position, offset: 3 }),
    ]);
    expect(one.length).toBeGreaterThan(5);
    expect(two).toBe(one);
    expect(counted.rows).toBe(one.length);
  });

  it('are read anew from another table that was put in the place of theirs', async () => {
    const { situation, position } = await historyIn();
    const remembered = new RememberedRows();
    const before = await remembered.upTo(db.pool, situation, position);
    const shown = 'derived.blockade_severity';
    await db.pool.query(`CREATE TABLE ${shown}_other (LIKE ${shown}_v1 INCLUDING ALL)`);
    await db.pool.query(`INSERT INTO ${shown}_other SELECT * FROM ${shown}_v1 WHERE key NOT LIKE 'observation/%'`);
    try {
      await db.pool.query(`CREATE OR REPLACE VIEW ${shown} AS SELECT * FROM ${shown}_other`);
      const after = await remembered.upTo(db.pool, situation, position);
      expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key).filter((key) => !key.startsWith('observation/')));
      expect(after.length).toBeLessThan(before.length);
    } finally {
      await db.pool.query(`CREATE OR REPLACE VIEW ${shown} AS SELECT * FROM ${shown}_v1`);
      await db.pool.query(`DROP TABLE ${shown}_other`);
    }
  });

  it('are those of the situations asked about last, not more than the limit', async () => {
    const [first, second] = [await historyIn(), await historyIn()];
    const count = (await new RememberedRows().upTo(db.pool, first.situation, first.position)).length;
    const remembered = new RememberedRows(2 * count - 1);
    const counted = counting();
    const ask = ({ situation, position }: typeof first) => remembered.upTo(counted, situation, position);
    await ask(first);
    await ask(first);
    expect(counted.rows).toBe(count);
    await ask(second);
    await ask(second);
    expect(counted.rows).toBe(2 * count);
    await ask(first);
    expect(counted.rows).toBe(3 * count);
  });

  it('are forgotten by nobody where a reading fails', async () => {
    const { situation, position } = await historyIn();
    const remembered = new RememberedRows();
    const broken = { query: () => Promise.reject(new Error('no connection')) } as Queryable;
    await expect(remembered.upTo(broken, situation, position)).rejects.toThrow('no connection');
    expect((await remembered.upTo(db.pool, situation, position)).length).toBeGreaterThan(5);
  });
});
