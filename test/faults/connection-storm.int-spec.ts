import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { expectRecordToAgree } from '../support/checker.js';
import { eventually } from '../support/eventually.js';
import { Ledger } from '../support/ledger.js';
import { labelled } from '../support/signals.js';
import { runningSystem } from '../support/system.js';
import { situationsOf, Writers } from '../support/writers.js';

const product = runningSystem();
const SOCKETS = 500;
const MEMORY = 96 * 1024 * 1024;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A third says nothing, a third begins a request and never ends it, a third asks and does not read the answer. */
const SAYINGS = [
  '',
  'POST /situations/stormed-0/observations HTTP/1.1\r\nhost: api\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"observationId":',
  'GET /situations/stormed-0/timeline?limit=500 HTTP/1.1\r\nhost: api\r\n\r\n'.repeat(3),
];

it('500 connections at once, most of them useless, again and again: writers are served beside them, and nothing is left behind', async () => {
  const { system } = product;
  const { http, api } = system;
  const ledger = new Ledger(http);
  const situations = situationsOf('stormed', 16);
  const writers = new Writers(ledger, situations);
  await writers.start(8);
  await writers.recorded(200);
  const before = api.rss();
  const { hostname, port } = new URL(http.url('/'));
  for (let round = 0; round < 4; round++) {
    const opened = Array.from({ length: SOCKETS }, async (_, n) => {
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      socket.on('error', () => undefined); // the api may cut it off
      await once(socket, 'connect');
      socket.pause().write(SAYINGS[n % SAYINGS.length]!);
    });
    await Promise.all(opened);
    await writers.recorded(200);
    expect((await http.get('/health/ready')).status).toBe(200);
    for (const situation of situations) expect((await http.get(`/situations/${situation}/status`)).status).toBe(200);
    for (const socket of sockets.splice(0)) socket.destroy();
  }
  expect(api.rss() - before).toBeLessThan(MEMORY);
  await writers.stop();
  await eventually(async () => {
    const resources = labelled((await http.text('/metrics')).text, 'nodejs_active_resources');
    expect(resources['type="TCPSocketWrap"']).toBeLessThan(50);
  });
  await system.judged();
  await ledger.settle();
  ledger.expectInLog(await expectRecordToAgree(system));
}, 120_000);
