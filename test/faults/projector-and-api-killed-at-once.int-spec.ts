import { expect, it } from '@jest/globals';
import { OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import { expectOnceInLog, expectRecordToAgree } from '../support/checker.js';
import type { LineResult } from '../support/http-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const SITUATION_ID = 'crashing-2025';
const PATH = `/situations/${SITUATION_ID}`;
const LINES = 60;
/** Its result is read only after the crash, so that this is one in the middle. */
const HELD = 45;

/** Reports on seven roads, so that every stream has several writers of several imports. */
const observations = (round: number): string[] =>
  Array.from({ length: LINES }, (_, n) =>
    JSON.stringify({
      id: `r${round}-${n}`,
      type: 'observation',
      body: { ...OBSERVATION, subject: `road-${n % 7}`, summary: `${round} ${n}` },
    }),
  );

it('kill -9 of projector and api at once, again and again, leaves a record that agrees with the log', async () => {
  const { system } = product;
  const { api, projector, http } = system;
  expect((await http.send('PUT', PATH, SITUATION)).status).toBe(201);
  const told: LineResult[] = [];
  for (const [round, after] of [3, 14, 25].entries()) {
    const before = await system.endOf(SITUATION_ID);
    const crashed = system.grown(SITUATION_ID, after, before).then(() => Promise.all([projector.kill(), api.kill()]));
    const onResult = async (result: LineResult) => {
      told.push(result);
      if (result.line === HELD) await crashed;
    };
    const { brokenOff } = await http.importLines(SITUATION_ID, observations(round), { onResult, ahead: 10 });
    await crashed;
    expect(brokenOff).toBe(true);
    await projector.start();
    await system.startApi();
    const { results } = await http.importLines(SITUATION_ID, observations(round));
    told.push(...results);
    expect(results.filter(({ status }) => status !== 'recorded' && status !== 'unchanged')).toEqual([]);
  }
  const refolded = await expectRecordToAgree(system);
  expectOnceInLog(told, refolded);
  const { events } = refolded[system.partitionOf(SITUATION_ID)]!;
  expect(events).toHaveLength(1 + 3 * LINES);
}, 90_000);
