import { expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { type Entry, Ledger } from '../support/ledger.js';
import { behindProxies, runningOn } from '../support/own-systems.js';
import { open, report } from '../support/reports.js';
import { PRODUCE } from '../support/tcp-proxy.js';

const product = runningOn(behindProxies);
const SITUATION = 'haunted-2025';

it('a commit that reaches the log long after its client was served by another api does no harm', async () => {
  const { system } = product;
  const kafka = product.own;
  const { pool, http } = system;
  const ledger = new Ledger(http);
  await open(ledger, SITUATION);
  // An api that has its own way to the broker, which nobody holds up.
  const other = system.another('api', kafka.brokers.test);
  const url = (await other.start())[1]!;
  const elsewhere = new HttpClient(() => url);

  const verdicts = async () => {
    const { rows } = await pool.query<{ verdict: string }>('SELECT verdict FROM derived.records WHERE partition = $1 ORDER BY log_offset', [
      system.partitionOf(SITUATION),
    ]);
    return rows.map(({ verdict }) => verdict);
  };
  let last: Entry | undefined;
  const overtaking = new Ledger(elsewhere, 'overtaking');
  for (const [subject, meanwhile, verdict] of [
    // Its client asks again, of the other api, under its key.
    ['road-a', (late: Entry) => ledger.again(late, elsewhere), 'duplicate'],
    // Somebody else reports on the same road.
    ['road-b', () => report(overtaking, SITUATION, 'road-b'), 'conflict'],
  ] as const) {
    const before = (await verdicts()).length;
    kafka.api.hold(PRODUCE);
    const late = await report(ledger, SITUATION, subject);
    expect(kafka.api.held).toBeGreaterThan(0);
    expect(late.told).toMatchObject({ is: 'unknown', commandId: expect.any(String) });
    expect((await meanwhile(late)).told).toMatchObject({ is: 'recorded' });
    kafka.api.letGo();
    await eventually(async () => expect((await verdicts()).slice(before)).toContain(verdict));
    // A produce call that ran into its time-out is made again, and the next held up behind it would never have left: it would be refused for now.
    expect((await report(ledger, SITUATION, `after-${subject}`)).told).toMatchObject({ is: 'recorded' });
    last = late;
  }
  await system.judged();
  expect(await ledger.settle()).toBe(0);
  expect(last!.told).toMatchObject({ is: 'refused', code: 'conflict' });
  const strangers = overtaking.entries.map(({ told }) => (told as { commandId: string }).commandId);
  ledger.expectInLog(await expectRecordToAgree(system), strangers);
}, 60_000);
