import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../api.fixture.js';
import { CLAIM, INCIDENT, NOTICE, OBSERVATION, SITUATION } from './examples.js';
import type { LineResult } from './import-result.js';

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const NDJSON = { 'content-type': 'application/x-ndjson' };
const URL_PATH = '/situations/mali-2025/import';
const send = async (payload: string | Buffer): Promise<LineResult[]> => {
  const response = await api.app.inject({ method: 'POST', url: URL_PATH, payload, headers: NDJSON });
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
  return response.payload
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LineResult);
};
const line = (id: string, type: string, body: object, more: object = {}) => JSON.stringify({ id, type, ...more, body });
const statuses = (results: LineResult[]) => results.map(({ line, status }) => `${line} ${status}`);
const OPENED = line('opened', 'situation', SITUATION);
const { incidentId: _, ...NAMELESS } = INCIDENT;

describe('an import', () => {
  it('answers each line in order, and the four good ones of five land', async () => {
    const results = await send(
      [OPENED, line('n', 'notice', NOTICE), '{"id":"broken', line('o', 'observation', OBSERVATION), line('i', 'incident', NAMELESS)].join(
        '\n',
      ),
    );
    expect(statuses(results)).toEqual(['1 recorded', '2 recorded', '3 rejected', '4 recorded', '5 recorded']);
    expect(results[2]).toMatchObject({ line: 3, code: 'not-json', errors: [] });
    expect(results[1]).toEqual({
      line: 2,
      id: 'n',
      status: 'recorded',
      eventIds: [expect.any(String)],
      position: expect.stringMatching(/^\d-\d+$/),
    });
  });

  it('changes nothing the second time, and answers with the positions of the first', async () => {
    const lines = [OPENED, line('i', 'incident', NAMELESS), line('c', 'claim', CLAIM, { incidentId: 'i' })].join('\n');
    const first = await send(lines);
    const records = await api.records();
    const again = await send(lines);
    expect(statuses(again)).toEqual(['1 unchanged', '2 unchanged', '3 unchanged']);
    expect(again.map((result) => ({ ...result, status: 'recorded' }))).toEqual(first);
    expect(await api.records()).toBe(records);
  });

  it('is turned away while as many are under way as may be, and taken once one has ended', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const address = await api.app.getUrl();
    const begun = Array.from({ length: 8 }, () => request(`${address}${URL_PATH}`, { method: 'POST', headers: NDJSON }));
    const answered = begun.map((one) => once(one, 'response'));
    for (const one of begun) one.write(`${OPENED}\n`);
    await Promise.all(answered);
    const late = () => api.app.inject({ method: 'POST', url: URL_PATH, payload: OPENED, headers: NDJSON });
    const refused = await late();
    expect([refused.statusCode, refused.json().code, refused.headers['retry-after']]).toEqual([503, 'overloaded', '2']);
    for (const [n, one] of begun.entries()) {
      one.end();
      const [response] = (await answered[n]!) as [NodeJS.ReadableStream];
      response.resume();
      await once(response, 'end');
    }
    expect((await late()).statusCode).toBe(200);
  });

  it('tells what is wrong with a line by field', async () => {
    const results = await send(
      [
        OPENED,
        line('a', 'notice', { ...NOTICE, validTo: '2025-01-01' }),
        line('b', 'claim', CLAIM),
        line('c', 'weather', {}),
        line('d', 'close', { reason: 'x' }, { when: 'now' }),
        line('e f', 'close', { reason: 'x' }),
        line('g', 'claim', CLAIM, { incidentId: 'none' }),
        '[]',
      ].join('\n'),
    );
    expect(
      results.slice(1).map((result) => (result.status === 'rejected' ? [result.id, result.code, result.errors[0]?.field] : [])),
    ).toEqual([
      ['a', 'valid-range', 'body.validTo'],
      ['b', 'missing', 'incidentId'],
      ['c', 'not-allowed-value', 'type'],
      ['d', 'unknown-field', 'when'],
      ['e f', 'id-malformed', 'id'],
      ['g', 'incident-not-found', 'incidentId'],
      [undefined, 'wrong-type', ''],
    ]);
  });

  it('takes blank lines, carriage returns and a byte order mark, and refuses long lines and what is not UTF-8', async () => {
    const results = await send(
      Buffer.concat([
        Buffer.from(`\ufeff${OPENED}\r\n \r\n${'x'.repeat(300_000)}\n`),
        Buffer.from([0x22, 0xff, 0x22, 0x0a]),
        Buffer.from(`${line('n', 'notice', { ...NOTICE, note: '\0' })}\n${line('o', 'observation', OBSERVATION)}\n`),
      ]),
    );
    expect(statuses(results)).toEqual(['1 recorded', '2 blank', '3 rejected', '4 rejected', '5 rejected', '6 recorded']);
    expect(results.slice(2, 5)).toMatchObject([{ code: 'line-too-long' }, { code: 'not-utf8' }, { code: 'text-not-storable' }]);
  });

  it('refuses headers that have no meaning for it', async () => {
    const response = await api.app.inject({ method: 'POST', url: URL_PATH, payload: OPENED, headers: { ...NDJSON, 'if-match': '"1"' } });
    expect([response.statusCode, response.json().code]).toEqual([400, 'header-not-supported']);
  });

  it('attempts nothing after a line whose verdict did not come', async () => {
    const silent = await openApi({ verdictWaitMs: 10, judged: false });
    const response = await silent.app.inject({ method: 'POST', url: URL_PATH, payload: [OPENED, OPENED, ''].join('\n'), headers: NDJSON });
    const [unknown, next] = response.payload
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as LineResult);
    expect(unknown).toEqual({ line: 1, id: 'opened', status: 'unknown', command: expect.stringMatching(/^\/commands\/[0-9a-f-]{36}$/) });
    expect(next).toEqual({ line: 2, status: 'not-attempted' });
    await silent.close();
  });

  it('takes the whole chronicle', async () => {
    const chronicle = readFileSync(fileURLToPath(new URL('../../../../data/mali-2025.chronicle.jsonl', import.meta.url)));
    const results = await send(chronicle);
    expect(results.filter(({ status }) => status !== 'recorded')).toEqual([]);
    expect(results.length).toBe(chronicle.toString().trim().split('\n').length);
  });
});

describe('over a socket', () => {
  const connect = async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const outgoing = request(`${await api.app.getUrl()}${URL_PATH}`, { method: 'POST', headers: NDJSON });
    outgoing.on('error', () => undefined);
    return outgoing;
  };

  it('answers a line before the next is sent', async () => {
    const outgoing = await connect();
    outgoing.write(`${OPENED}\n`);
    const [response] = await once(outgoing, 'response');
    const results = response[Symbol.asyncIterator]();
    expect(JSON.parse((await results.next()).value)).toMatchObject({ line: 1, status: 'recorded' });
    outgoing.write(`${line('o', 'observation', OBSERVATION)}\n`);
    expect(JSON.parse((await results.next()).value)).toMatchObject({ line: 2, status: 'recorded' });
    outgoing.end();
    expect((await results.next()).done).toBe(true);
  });

  it('records nothing of a line that was cut off by a client that went away, and serves the next', async () => {
    const outgoing = await connect();
    outgoing.write(`${OPENED}\n${line('cut', 'observation', OBSERVATION).slice(0, -1)}`);
    await once(outgoing, 'response');
    outgoing.destroy();
    const again = await send([OPENED, line('o', 'observation', OBSERVATION)].join('\n'));
    expect(statuses(again)).toEqual(['1 unchanged', '2 recorded']);
    expect(api.lines.filter((text) => text.includes('"level":"error"'))).toEqual([]);
  });
});
