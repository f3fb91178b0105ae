import { afterEach, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { cutOff, Held, holdHead, waiting } from '../support/blocked.js';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { open, report, ROAD } from '../support/reports.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const SITUATION = 'untold-2025';
let listener: Client | undefined;
afterEach(() => listener?.end());

it('a projector killed after its commit and before the NOTIFY: the client gets its 201 all the same', async () => {
  const { system } = product;
  const { pool, projector } = system;
  const ledger = new Ledger(system.http);
  await open(ledger, SITUATION);
  await system.judged();
  const told: string[] = [];
  listener = new Client({ connectionString: system.database.url, application_name: 'test' });
  listener.on('notification', ({ payload }) => told.push(payload!));
  await listener.connect();
  await listener.query('LISTEN timeline_verdicts');

  // The batch stands still in its transaction …
  const head = await holdHead(pool, SITUATION, ROAD);
  const sending = report(ledger, SITUATION);
  await waiting(pool, 'timeline-projector');
  // … and whoever waits for all of the cursors gets them the moment it commits, before what is told after it, which reads them.
  const cursors = Held.by(pool, 'LOCK TABLE derived.cursors IN ACCESS EXCLUSIVE MODE');
  await waiting(pool, 'test');
  await head.letGo();
  const lock = await cursors;
  // Whatever else of the projector reads the cursors waits too.
  const [telling] = await waiting(pool, 'timeline-projector', 1, 'pg_notify');
  const committed = await lock.ask<{ verdict: string }>(
    'SELECT verdict FROM derived.records ORDER BY recorded_at DESC, log_offset DESC LIMIT 1',
  );
  expect(committed).toEqual([{ verdict: 'accepted' }]);
  await projector.kill();
  await cutOff(pool, [telling!]);
  await lock.letGo();

  const untold = (await sending).told;
  expect(untold).toMatchObject({ is: 'recorded' });
  await projector.start();
  const next = await report(ledger, SITUATION);
  // Until it has the share of the dead one the client may be told to ask again.
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  await eventually(() => expect(told.join()).toContain((next.told as { commandId: string }).commandId));
  expect(told.join()).not.toContain((untold as { commandId: string }).commandId);
  expect(ledger.told('recorded')).toHaveLength(4);
  ledger.expectInLog(await expectRecordToAgree(system));
}, 60_000);
