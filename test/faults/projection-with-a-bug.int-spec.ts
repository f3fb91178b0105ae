import { expect, it } from '@jest/globals';
import { CLOSE, OBSERVATION } from '../../apps/api/src/commands/examples.js';
import { expectRecordToAgree } from '../support/checker.js';
import { Ledger } from '../support/ledger.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const SITUATIONS = situationsOf('buggy', 16);

it('a read model that fails on one event is parked for its partition; the others, and the log, go on', async () => {
  const { system } = product;
  const { http, pool, projector } = system;
  // PostgreSQL refuses one road to one read model, as a column that is too narrow would.
  await pool.query(`ALTER TABLE derived.timeline_v1 ADD CONSTRAINT bug CHECK (value::text NOT LIKE '%"road-that-breaks"%')`);
  const ledger = new Ledger(http);
  const writers = new Writers(ledger, SITUATIONS);
  await writers.start(8);
  await writers.recorded(100);
  const [situation] = SITUATIONS;
  const path = `/situations/${situation}`;
  const body = { ...OBSERVATION, subject: 'road-that-breaks', summary: 'the one that breaks it' };
  const breaking = await http.send('POST', `${path}/observations`, body);
  expect([breaking.status, breaking.body.pending]).toEqual([201, ['timeline']]);
  await writers.recorded(100);
  await writers.stop();
  await system.judged();
  expect(await ledger.settle()).toBe(0);

  const { rows } = await pool.query('SELECT name, partition, last_offset::int, error FROM derived.projections');
  const [partition, offset] = breaking.body.position.split('-').map(Number);
  expect(rows).toEqual([{ name: 'timeline', partition, last_offset: expect.any(Number), error: expect.stringContaining('bug') }]);
  expect(rows[0].last_offset).toBeLessThan(offset!);
  // Another read model shows what this one could not take.
  const { items } = await http.ask(situation!, '/observations', { limit: 500 });
  expect(items.map(({ summary }) => summary)).toContain('the one that breaks it');
  // What rests on it is told up to where it stands.
  const closing = await http.send('POST', `${path}/close`, CLOSE);
  const stands = `${partition}-${rows[0].last_offset}`;
  const { validAt, ...told } = await http.ask(situation!, '');
  expect(told).toMatchObject({ position: stands, status: 'open' });
  const { body: list } = await http.get<{ positions: string[]; items: object[] }>('/situations');
  expect(list.positions[partition!]).toBe(stands);
  expect(list.items).toContainEqual(expect.objectContaining({ situation, status: 'open', version: told.version }));
  const asked = { validAt, position: stands };
  const before = await http.bytes(path, asked);
  const others = [breaking.body.commandId, closing.body.commandId];
  const parked = await expectRecordToAgree(system, { parked: { timeline: [partition!] } });
  ledger.expectInLog(parked, others);

  // Mended and built anew, it has everything.
  await projector.stop();
  await pool.query('DROP SCHEMA derived CASCADE');
  await projector.start();
  ledger.expectInLog(await expectRecordToAgree(system), others);
  expect(await http.bytes(path, asked)).toBe(before);
}, 90_000);
