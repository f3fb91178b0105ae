import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NOTICE, OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import type { Commit, CommitEvent } from '../../libs/event-log/src/index.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { expectRecordToAgree } from '../support/checker.js';
import type { EventAnswer } from '../support/http-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const ADVISORY = 'advisory/US-STATE/ML';

beforeAll(async () => {
  const { http } = product.system;
  await http.send('PUT', `/situations/${MALI}`, SITUATION);
  await http.send('POST', `/situations/${MALI}/notices`, NOTICE);
});

const changed = (noticeId: string, note: string, id: string = randomUUID()): CommitEvent => {
  const { authority, destination, occurred, publishedAt, source } = NOTICE;
  const data = { noticeId, authority, destination, seq: 1, facets: { departure: 'ordered' }, note, occurred, publishedAt, source };
  return { id, type: 'AdvisoryChanged', schema: 1, stream: ADVISORY, data };
};
const commit = (events: readonly CommitEvent[], more: Partial<Commit> = {}): string =>
  JSON.stringify({
    envelope: 1,
    rule: 1,
    commandId: randomUUID(),
    requestHash: 'f'.repeat(64),
    situationId: MALI,
    conditions: [],
    events,
    actor: 'stranger',
    correlationId: 'foreign',
    ...more,
  });

/** A situation that belongs to another partition than the chronicle's. */
const elsewhere = (): string => {
  const { system } = product;
  const names = Array.from({ length: 50 }, (_, n) => `elsewhere-${n}`);
  return names.find((name) => system.partitionOf(name) !== system.partitionOf(MALI))!;
};

describe('records that a stranger puts on the topic', () => {
  it('get their verdicts, and the log goes on', async () => {
    const { system } = product;
    const partition = system.partitionOf(MALI);
    const repeated = randomUUID();
    const commandId = randomUUID();
    const records: [key: string | null, value: string | Buffer | null, verdict: string, reason: RegExp | null][] = [
      [MALI, commit([changed('nul', 'before\u0000after')]), 'accepted', null],
      [elsewhere(), commit([changed('lost', 'x')], { situationId: elsewhere() }), 'malformed', /another partition/],
      [MALI, commit([changed('first', 'x', repeated)], { commandId }), 'accepted', null],
      [MALI, commit([changed('second', 'x', repeated)]), 'accepted', null],
      [MALI, commit([changed('third', 'x')], { commandId }), 'duplicate', null],
      [MALI, commit([changed('late', 'x')], { conditions: [{ stream: ADVISORY, version: 1 }] }), 'conflict', /at version 4, not 1/],
      [MALI, 'plain garbage', 'malformed', /not UTF-8 JSON/],
      [MALI, Buffer.from([0xff, 0xfe, 0x00]), 'malformed', /not UTF-8 JSON/],
      [MALI, Buffer.alloc(0), 'malformed', /not UTF-8 JSON/],
      [MALI, null, 'malformed', /not UTF-8 JSON/],
      [null, 'null', 'malformed', /not a commit/],
      ['mali-2026', commit([changed('keyed', 'x')]), 'malformed', /record key/],
      ['_log', JSON.stringify({ log: randomUUID(), partition, partitions: 8 }), 'malformed', /wrong place/],
      ['_rule', JSON.stringify({ rule: 1 }), 'marker', null],
      [MALI, commit([{ ...changed('dreamt', 'x'), type: 'AdvisoryDreamt' }]), 'accepted', null],
    ];
    const before = (await system.ends())[partition]!;
    await system.produce(records.map(([key, value]) => ({ partition, key, value })));
    await system.judged();

    const { rows } = await system.pool.query<{ verdict: string; reason: string | null }>(
      'SELECT verdict, reason FROM derived.records WHERE partition = $1 AND log_offset >= $2 ORDER BY log_offset',
      [partition, before],
    );
    expect(rows).toEqual(
      records.map(([, , verdict, reason]) => ({ verdict, reason: reason === null ? null : expect.stringMatching(reason) })),
    );

    const { http } = system;
    const { items } = await http.ask(MALI, '/guidance-changes', { limit: 500 });
    expect(items.map(({ noticeId, note }) => [noticeId, note])).toEqual([
      [NOTICE.noticeId, null],
      ['nul', 'before\ufffdafter'],
      ['first', 'x'],
      ['second', 'x'],
    ]);
    const event = await http.get<EventAnswer>(`/events/${repeated}`);
    expect(event.body).toMatchObject({ position: `${partition}-${before + 2}.0`, alsoAt: [`${partition}-${before + 3}.0`] });
    const timeline = await http.ask(MALI, '/timeline', { kind: 'unreadable' });
    expect(timeline.items.map(({ type, version }) => [type, version])).toEqual([['Unreadable', 5]]);
    expect((await http.get(`/situations/${elsewhere()}`)).status).toBe(404);
    await expectRecordToAgree(system);
  });

  it('leave the next commands to succeed', async () => {
    const { http } = product.system;
    const notice = await http.send('POST', `/situations/${MALI}/notices`, { ...NOTICE, noticeId: 'next', seq: 2 }, { 'if-match': '"5"' });
    expect([notice.status, notice.body.versions[ADVISORY]]).toEqual([201, 6]);
    expect((await http.send('POST', `/situations/${MALI}/observations`, OBSERVATION)).status).toBe(201);
    expect((await http.send('PUT', `/situations/${elsewhere()}`, SITUATION)).status).toBe(201);
    const reports = chronicleLines().filter((line) => !/"type": "(situation|notice)"/.test(line));
    const { results } = await http.importLines(MALI, reports);
    expect(results.filter(({ status }) => status !== 'recorded')).toEqual([]);
  });

  it('are there again, with the same verdicts, when the record is built anew', async () => {
    const { pool, projector } = product.system;
    const verdicts = async () =>
      (await pool.query('SELECT partition, log_offset, verdict, reason FROM derived.records ORDER BY 1, 2')).rows;
    const before = await verdicts();
    await projector.stop();
    await pool.query('DROP SCHEMA derived CASCADE');
    await projector.start();
    await expectRecordToAgree(product.system);
    expect(await verdicts()).toEqual(before);
  });
});
